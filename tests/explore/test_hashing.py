"""The function that makes Argon2 hashes of passwords."""

import pytest

from fastapi_endpoint.testing import project

APP = {"app/main.py": "from fastapi import FastAPI\n\napp = FastAPI()\n"}


def hasher_of(source: str) -> tuple[str | None, bool]:
    auth = project({**APP, "app/security.py": source}).explored.conventions.auth
    symbol = auth.hasher.value
    return (f"{symbol.module}.{symbol.name}" if symbol else None), auth.hasher_is_async.value


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (
            (
                "from pwdlib import PasswordHash\nhashes = PasswordHash.recommended()\n\n"
                "def get_password_hash(password: str) -> str:\n    return hashes.hash(password)\n"
            ),
            ("app.security.get_password_hash", False),
        ),
        (
            (
                "from argon2 import PasswordHasher\n\n"
                "async def hash_password(password: str) -> str:\n    return PasswordHasher().hash(password)\n"
            ),
            ("app.security.hash_password", True),
        ),
        (
            "import bcrypt\n\ndef hash_password(password: str) -> str:\n    return ''\n",
            (None, False),
        ),
        (
            "import argon2\n\ndef hash_password(password: str, salt: str) -> str:\n    return ''\n",
            (None, False),
        ),
        (
            "import argon2\n\ndef hash_password(password: str) -> bytes:\n    return b''\n",
            (None, False),
        ),
    ],
)
def test_what_hashes_a_password_with_argon2(source: str, found: tuple[str | None, bool]) -> None:
    assert hasher_of(source) == found
