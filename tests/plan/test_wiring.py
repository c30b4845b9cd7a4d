"""Registration beside siblings, in a project that mounts every router below one setting."""

import pytest

from fastapi_endpoint.testing import assert_plan_edits
from plan.shops import planned, shop

_LISTED = """\
from . import boxes
from . import carts
from . import labels

__all__ = [
    "boxes",
    "carts",
    "labels",
]
"""


def test_a_router_is_mounted_below_the_prefix_of_its_siblings() -> None:
    plan = planned(shop())

    assert_plan_edits(
        plan,
        "app/main.py",
        """\
-from app.routers import boxes, carts, labels
+from app.routers import boxes, carts, labels, parcels
+app.include_router(parcels.router, prefix=settings.PREFIX)
""",
    )
    assert {route.path for route in plan.routes} >= {"/api/v1/parcels"}


@pytest.mark.parametrize(
    ("index", "patch"),
    [
        (
            _LISTED,
            '+from . import parcels\n+    "parcels",\n',
        ),
        (
            "from . import boxes, carts, labels\n",
            "-from . import boxes, carts, labels\n+from . import boxes, carts, labels, parcels\n",
        ),
    ],
)
def test_a_package_that_lists_its_modules_lists_the_new_one(index: str, patch: str) -> None:
    assert_plan_edits(planned(shop(**{"app/routers/__init__.py": index})), "app/routers/__init__.py", patch)


def test_a_router_whose_name_is_taken_there_is_imported_by_another() -> None:
    plan = planned(shop(), resource="Setting")

    assert_plan_edits(
        plan,
        "app/main.py",
        """\
+from app.routers import settings as settings_router
+app.include_router(settings_router.router, prefix=settings.PREFIX)
""",
    )
    assert not plan.manual


def test_a_module_beside_the_base_that_imports_every_model_gets_the_new_one_under_a_name_of_its_kind() -> (
    None
):
    known = "".join(
        f"from app.models import {name} as {name}_model  # noqa\n" for name in ("box", "cart", "label")
    )
    base = shop().tree.read("app/db.py").decode()

    plan = planned(shop(**{"app/db.py": f"{base}\n{known}"}))

    assert_plan_edits(plan, "app/db.py", "+from app.models import parcel as parcel_model  # noqa\n")
