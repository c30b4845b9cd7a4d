"""What a plan's hash covers, and what it leaves out."""

from msgspec.structs import replace

from fastapi_endpoint.domain.plan import CreateFile, ManualStep
from fastapi_endpoint.domain.question import Answer
from fastapi_endpoint.plan.hashing import plan_hash

CLOCK = "2026-11-23 06:00:00"
ANSWERS = (Answer("resource", "Parcel", "flag"), Answer("methods", ("list", "get"), "default"))
FILE = CreateFile(path="a/b.py", text="x = 1\n", reason="new")
MIGRATION = CreateFile(
    path="versions/2026_11_23-ab12.py",
    text=f"# made {CLOCK}\nrevision = 'ab12'\n",
    reason="table",
    stamped=True,
)


def test_the_same_plan_has_the_same_hash():
    assert plan_hash(ANSWERS, (FILE,), (), CLOCK) == plan_hash(ANSWERS, (FILE,), (), CLOCK)


def test_who_gave_an_answer_and_in_which_order_does_not_count():
    others = (replace(ANSWERS[1], origin="file"), replace(ANSWERS[0], origin="person"))
    assert plan_hash(others, (FILE,), (), CLOCK) == plan_hash(ANSWERS, (FILE,), (), CLOCK)


def test_the_clock_of_a_migration_does_not_count():
    later = replace(
        MIGRATION,
        path="versions/2027_01_01-ab12.py",
        text=MIGRATION.text.replace(CLOCK, "2027-01-01 00:00:00"),
    )
    assert plan_hash(ANSWERS, (later,), (), "2027-01-01 00:00:00") == plan_hash(
        ANSWERS, (MIGRATION,), (), CLOCK
    )


def test_all_else_counts():
    base = plan_hash(ANSWERS, (FILE,), (), CLOCK)
    step = ManualStep(file="a.py", line=1, reason="odd", snippet="x")
    assert plan_hash(ANSWERS[:1], (FILE,), (), CLOCK) != base
    assert plan_hash(ANSWERS, (replace(FILE, text="x = 2\n"),), (), CLOCK) != base
    assert plan_hash(ANSWERS, (replace(FILE, path="a/c.py"),), (), CLOCK) != base
    assert plan_hash(ANSWERS, (FILE,), (step,), CLOCK) != base
    other = replace(MIGRATION, text=MIGRATION.text.replace("ab12", "cd34"))
    assert plan_hash(ANSWERS, (other,), (), CLOCK) != plan_hash(ANSWERS, (MIGRATION,), (), CLOCK)
