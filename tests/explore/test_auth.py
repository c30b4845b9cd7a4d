"""Who is calling: schemes, the dependency that says so, role checks, the model of users."""

import pytest

from explore.small import APP, index_of
from fastapi_endpoint.explore.auth import detect_auth
from fastapi_endpoint.explore.models import find_models
from fastapi_endpoint.explore.users import detect_user_model

HEAD = "from typing import Annotated\nfrom fastapi import Cookie, Depends, Header, Security\n"
USER = (
    "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\nclass Base(DeclarativeBase): ...\n"
    'class User(Base):\n    __tablename__ = "users"\n    id: Mapped[int] = mapped_column(primary_key=True)\n'
    "    email: Mapped[str]\n    password: Mapped[str]\n    is_admin: Mapped[bool]\n"
)
USES = '@app.get("/a")\ndef a(user: User = {uses}): ...\n@app.get("/b")\ndef b(user: User = {uses}): ...\n'


def auth(deps, uses, user=USER):
    main = HEAD + "from app.deps import *\nfrom app.models import *\n" + APP + USES.format(uses=uses)
    files = {"app/__init__.py": "", "app/deps.py": HEAD + "from app.models import User\n" + deps}
    index = index_of({**files, "app/models.py": user, "app/main.py": main})
    models = find_models(index)
    return detect_auth(index, models, detect_user_model(index, models).value)


def scheme(made):
    return f"from fastapi.security import *\nscheme = {made}\n"


GET = "def get_user_or_raise(token = {marker}(scheme)) -> User: ...\n"


@pytest.mark.parametrize(
    ("made", "kind"),
    [
        ('OAuth2PasswordBearer(tokenUrl="t")', "oauth2_password_bearer"),
        ("HTTPBearer()", "http_bearer"),
        ('APIKeyHeader(name="k")', "api_key_header"),
        ('APIKeyCookie(name="k")', "cookie"),
        ('OpenIdConnect(openIdConnectUrl="u")', "openid_connect"),
    ],
)
def test_a_scheme_is_what_is_made(made, kind):
    text = "from fastapi.security import " + made.partition("(")[0] + f"\nscheme = {made}\n"
    found = auth(text + GET.format(marker="Depends"), "Depends(get_user_or_raise)")
    assert (found.kinds.value, found.kinds.confidence) == ((kind,), "high")


def test_what_takes_a_scheme_by_security_says_who_calls():
    text = 'from fastapi.security import OpenIdConnect\noidc = OpenIdConnect(openIdConnectUrl="u")\n'
    found = auth(
        text + "def get_user_or_raise(t = Security(oidc)) -> User: ...\n", "Depends(get_user_or_raise)"
    )
    chosen = found.current_user_dependency
    assert (chosen.value.name, chosen.confidence) == ("get_user_or_raise", "high")


def test_a_factory_that_also_asks_for_roles_still_says_who_calls():
    deps = "def get_current_user(roles = None):\n    def inner() -> User: ...\n    return inner\n"
    found = auth(deps, "Depends(get_current_user())")
    assert found.current_user_dependency.value.name == "get_current_user"
    main = '@app.get("/c")\ndef c(u: User = Depends(get_current_user(roles=["admin"]))): ...\n'
    both = USES.replace("{uses}): ...\n@app", "{uses}): ...\n" + main + "@app", 1)
    files = {"app/__init__.py": "", "app/deps.py": HEAD + "from app.models import User\n" + deps}
    text = HEAD + "from app.deps import *\nfrom app.models import *\n" + APP
    files |= {"app/models.py": USER, "app/main.py": text + both.format(uses="Depends(get_current_user())")}
    index = index_of(files)
    assert detect_auth(index, (), None).current_user_dependency.value.name == "get_current_user"


def test_things_named_for_authentication_are_not_the_caller():
    deps = "def get_authentication_flow(): ...\nclass LoginResultDTO: ...\n"
    found = auth(deps, "Depends(get_authentication_flow)")
    assert found.current_user_dependency.value is None


def test_a_role_check_is_told_apart():
    deps = (
        "def get_current_user() -> User: ...\ndef require_admin(u: User = Depends(get_current_user)): ...\n"
    )
    more = deps + "x = 1\n"
    found = auth(more, "Depends(require_admin)")
    assert found.role_check.value.name == "require_admin"
    assert found.superuser_field.value == "is_admin"


def test_a_role_check_that_leads_to_a_token_by_another_dependency():
    deps = (
        "def read_token(): ...\ndef known(token = Depends(read_token)) -> Row: ...\n"
        "def check_admin(row: Row = Depends(known)): ...\n"
    )
    assert auth(deps, "Depends(check_admin)").role_check.value.name == "check_admin"
    loose = deps.replace("= Depends(read_token)", "= None")
    assert auth(loose, "Depends(check_admin)").role_check.value is None


def test_a_dependency_that_an_object_makes_and_a_class_that_requires():
    deps = (
        "class Gate:\n    def dep(self): ...\ngate = Gate()\nuser_dep = gate.dep()\n"
        "class Requires:\n    def __init__(self, admin = False): ...\n"
        "    def __call__(self, user: User = Depends(user_dep)) -> User: ...\n"
    )
    assert auth(deps, "Depends(user_dep)").current_user_dependency.value.name == "user_dep"
    assert auth(deps, "Depends(Requires(admin=True))").role_check.value.name == "Requires"


def test_who_looks_up_the_user_that_a_path_names_is_not_the_caller():
    for taken, name in (("id: int", None), ("sub: str", None), ("token: str = Header()", "get_user")):
        found = auth(f"def get_user({taken}) -> User: ...\n", "Depends(get_user)").current_user_dependency
        assert (found.value.name if found.value else None) == name, taken
    both = "def read_token(): ...\ndef get_user(org_id: int, token = Depends(read_token)) -> User: ...\n"
    assert auth(both, "Depends(get_user)").current_user_dependency.value.name == "get_user"


def test_a_header_read_by_hand_is_custom_and_nothing_is_none():
    deps = "def is_authed(token: str = Header(...)) -> User: ...\n"
    assert auth(deps, "Depends(is_authed)").kinds.value == ("custom",)
    found = auth("", "None")
    assert (found.kinds.value, found.kinds.confidence) == (("none",), "high")


def test_the_schemes_of_another_project_in_the_repository_do_not_count():
    files = {
        "shop/requirements.txt": "fastapi\n",
        "shop/main.py": f'{APP}@app.get("/a")\ndef a(): ...\n@app.get("/b")\ndef b(): ...\n',
        "accounts/requirements.txt": "fastapi\n",
        "accounts/main.py": f"from fastapi.security import HTTPBearer\nbearer = HTTPBearer()\n{APP}",
    }
    assert detect_auth(index_of(files), (), None).kinds.value == ("none",)


@pytest.mark.parametrize(
    ("taken", "kind"),
    [
        ("api_key: str = Header(...)", "api_key_header"),
        ("key: str = Header(alias='X-API-Key')", "api_key_header"),
        ("authorization: Annotated[str, Header()]", "custom"),
        ("accept: str = Header()", "none"),
    ],
)
def test_a_header_that_endpoints_take_says_who_is_calling(taken, kind):
    files = {"app/__init__.py": "", "app/main.py": f'{APP}@app.get("/a")\ndef a({taken}): ...\n'}
    assert detect_auth(index_of(files), (), None).kinds.value == (kind,)


def test_the_user_model_is_the_table_with_a_password():
    two = USER + 'class UserGroup(Base):\n    __tablename__ = "g"\n    id: Mapped[int]\n'
    index = index_of({"app/models.py": two, "app/main.py": "from app.models import User\n" + APP})
    found = detect_user_model(index, find_models(index))
    assert (found.value.name, found.confidence) == ("User", "high")


def test_that_there_is_no_user_is_in_doubt_where_tables_are_not_read():
    found = index_of({"main.py": APP})
    assert detect_user_model(found, (), "other").confidence == "low"
    assert detect_user_model(found, (), "none").confidence == "high"


def test_without_tables_the_user_is_what_endpoints_take_under_any_name():
    main = HEAD + "from app import models\nfrom app.deps import get_current_user\n" + APP
    uses = USES.replace("User", "models.User").format(uses="Depends(get_current_user)")
    files = {
        "app/__init__.py": "",
        "app/deps.py": "def get_current_user(): ...\n",
        "app/main.py": main + uses,
    }
    index = index_of(
        {**files, "app/models.py": "from pydantic import BaseModel\nclass User(BaseModel): ...\n"}
    )
    found = detect_user_model(index, ())
    assert (found.value.file, found.confidence) == ("app/models.py", "low")


KEYS = 'from fastapi.security import APIKeyHeader\nkey = APIKeyHeader(name="k")\n'


def test_what_takes_a_scheme_checks_callers_whatever_its_name():
    found = auth(KEYS + "def validate_request(header = Security(key)): ...\n", "Depends(validate_request)")
    assert found.current_user_dependency.value.name == "validate_request"


def test_what_gives_a_row_of_another_table_checks_no_role():
    channel = 'class Channel(Base):\n    __tablename__ = "channels"\n    id: Mapped[int]\n'
    deps = "class Looked:\n    def __call__(self, name: str): ...\nget_channel_allow_proxy = Looked()\n"
    uses = "Depends(get_channel_allow_proxy)"
    for annotation, checked in (("Channel", False), ("bool", True)):
        main = HEAD + "from app.deps import *\nfrom app.models import *\n" + APP
        main += USES.format(uses=uses).replace("user: User", f"channel: {annotation}")
        index = index_of({"app/deps.py": deps, "app/models.py": USER + channel, "app/main.py": main})
        models = find_models(index)
        found = detect_auth(index, models, detect_user_model(index, models).value)
        assert (found.role_check.value is not None) == checked


def test_an_account_is_a_caller_too():
    account = USER.replace("User", "Account")
    deps = KEYS + "def check_account_exists(k = Security(key)) -> Account: ...\n"
    found = auth(deps.replace("User", "Account"), "Depends(check_account_exists)", account)
    assert found.current_user_dependency.value.name == "check_account_exists"


def test_without_tables_the_user_is_what_most_are_taken_as():
    main = HEAD + APP + "class User: ...\nclass UserModel: ...\ndef current(): ...\n"
    for number, name in enumerate(("User", "UserModel", "UserModel")):
        main += f"@app.get('/{number}')\ndef f{number}(user: {name} = Depends(current)): ...\n"
    assert detect_user_model(index_of({"app/main.py": main}), ()).value.name == "UserModel"
