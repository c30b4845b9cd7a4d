"""Plans as literals: what they would write, and nothing else."""

import hashlib

from fastapi_endpoint.domain.plan import CreateFile, EditFile, Plan
from fastapi_endpoint.domain.spec import Access, EndpointSpec, Fields, Listing

SPEC = EndpointSpec(
    resource="Parcel",
    plural="parcels",
    methods=("list",),
    fields=Fields(),
    access=Access(),
    listing=Listing(),
)


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def plan_of(before: dict[str, bytes], after: dict[str, bytes], **more) -> Plan:
    """The plan that turns one tree into another."""
    operations = tuple(
        EditFile(path=path, base=sha(before[path]), after=sha(data), hunks=(), reason="edit")
        if path in before
        else CreateFile(path=path, text=data.decode(), reason="create")
        for path, data in after.items()
    )
    values = {
        "tool": "0",
        "clock": "2026-01-01T00:00:00Z",
        "spec": SPEC,
        "answers": (),
        "facts": (),
        "operations": operations,
        "manual": (),
        "routes": (),
        "table": None,
        "tests": (),
        "test_names": (),
        "modules": (),
        "risks": (),
        "kept": (),
        "hash": sha(repr(sorted(after.items())).encode()),
    }
    return Plan(**(values | more))


def tree(root) -> dict[str, bytes]:
    """Every file below a folder, with its bytes."""
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def plant(root, files: dict[str, bytes]):
    for path, data in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return root
