"""The tests of a kit: who gets in, and who does not."""

from fastapi_endpoint.fragments import Fragment, Import
from fastapi_endpoint.render.tests import kit_tests
from fastapi_endpoint.render.view import RenderedFile, ResourceView


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


_STRANGE = {"role": '"admin"'}
