"""Where the host formats with another program than Ruff, that program's bytes are the plan's."""

from pathlib import Path

from environments import an_environment
from fastapi_endpoint.domain.plan import CreateFile, Plan
from fastapi_endpoint.interview import from_flags
from fastapi_endpoint.plan import after_images
from fastapi_endpoint.testing.projects import CLOCK, SampleProject
from fastapi_endpoint.tools.formatters import HostFormatters
from fastapi_endpoint.workflow import plan_on
from plan.desks import desk

ENDS_WITH = "# as the host ends its files\n"
FORMATTER = f"""
import sys
from pathlib import Path

for path in map(Path, sys.argv[1:]):
    text = path.read_text()
    path.write_text(text if not text or text.endswith({ENDS_WITH!r}) else text + {ENDS_WITH!r})
"""


def planned(host: SampleProject, formatters: HostFormatters | None) -> Plan:
    flags = {"resource": "Parcel", "fields": ("tracking:str40",), "auth": "existing", "paginate": "host"}
    plan = plan_on(host.tree, host.explored, from_flags(flags), CLOCK, formatters)
    assert isinstance(plan, Plan), plan
    return plan


def test_what_is_created_is_as_the_hosts_formatter_leaves_it_and_is_there_the_next_time(
    tmp_path: Path,
) -> None:
    hosts = HostFormatters(commands=(("black",),), python=an_environment(tmp_path / "venv", black=FORMATTER))
    host = desk()

    plan = planned(host, hosts)

    created = [each for each in plan.operations if isinstance(each, CreateFile) and each.text]
    assert len(created) > 3
    assert [each.path for each in created if not each.text.endswith(ENDS_WITH)] == []
    assert plan.hash != planned(host, None).hash, "what was formatted is what is approved"
    after = SampleProject(host.tree.overlay(after_images(plan, host.tree)))
    assert planned(after, hosts).operations == ()
