"""The tests of a kit: who gets in, and who does not."""

from msgspec.structs import replace

from fastapi_endpoint.domain.project import Model
from fastapi_endpoint.fragments import Fragment, Import
from fastapi_endpoint.render.functions import given
from fastapi_endpoint.render.tests import kit_tests
from fastapi_endpoint.render.view import Place, RenderedFile, ResourceView


def sign_in_tests(view: ResourceView, secret: Fragment) -> tuple[RenderedFile, ...]:
    """Sign-up, sign-in, and every kind of bad token; `secret` is what signs good ones."""
    values = {
        "base_url": view.url.rstrip("/"),
        "secret": secret.text,
        # What a TestClient gives is a class of one or of another package, as Starlette's version has it.
        "response": "Response" if view.idiom.is_async else "Any",
        "unknown_id": "999999" if view.id.kind == "int" else "7d9f0c6e-0f3a-4c47-9d53-0a4f5f1f4f5e",
        "server_fields": {
            field.name: _STRANGE.get(field.name, "True") for field in view.fields if field.spec.readonly
        },
    }
    also = {Import("jwt"), Import("httpx", "Response"), *secret.imports}
    return kit_tests(view, "sign_in", values, also)


def key_tests(view: ResourceView, users: Model, *, routed: bool, guard: Place) -> tuple[RenderedFile, ...]:
    """Keys that open, and every kind that does not; where users sign in, how they get and lose them."""
    create = next(each for each in view.operations if each.method == "create")
    session = replace(view, session=replace(view.session, parameter="session"))
    owner = f"{view.scopes[0].keyword}=user.id"
    laptop = given(session, name='"laptop"')
    called = view.crud.reference.put(view.idiom.await_, f".{create.crud}({laptop}, {owner})")
    revoked = view.crud.reference.put(view.idiom.await_, f".revoke_api_key({given(session, key='key')})")
    values = {
        "routed": routed,
        "create_key": called.text,
        "revoke_key": revoked.text,
        "commits": view.session.commit == "endpoint",
        "has_active": users.column("is_active") is not None,
    }
    user = view.conventions.user_model.value
    also = {
        *called.imports,
        Import(guard.module, "get_api_key_owner"),
        Import("typing", "Annotated"),
        Import("fastapi", "Depends"),
        Import("hashlib", "sha256"),
        Import("sqlalchemy", "select"),
        *({Import(user.module, user.imported)} if user else ()),
    }
    return kit_tests(view, "api_keys", values, also)


_STRANGE = {"role": '"admin"'}
