"""A pattern for brackets with all that is in them, so that they are passed over in one step."""

_DEPTH = 3


def brackets(plain: str, whole: str) -> str:
    """The pattern of a pair of brackets, a few pairs deep; deeper ones do not match.

    `plain` is a set of characters that mean nothing in them, `whole` matches what is taken as a whole:
    strings and comments. It begins with no plain character, so that there is but one way to match.
    """
    inner = f"{plain}*(?:(?:{whole}){plain}*)*"
    for _ in range(_DEPTH - 1):
        inner = rf"{plain}*(?:(?:{whole}|[(\[{{]{inner}[)\]}}]){plain}*)*"
    return rf"[(\[{{]{inner}[)\]}}]"
