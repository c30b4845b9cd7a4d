"""Version specifiers as projects write them: PEP 440, Poetry's carets, conda's equals signs."""

import re

Release = tuple[int, int]

_CLAUSE = re.compile(r"(===|==|>=|<=|~=|!=|>|<|\^|~|=)?\s*v?(\d+(?:\.\d+)*)[\w.*+!-]*")
_LOWER = ("", "=", "==", "===", ">=", ">", "~=", "^", "~")


def _release(version: str) -> Release:
    parts = [int(part) for part in version.split(".")[:2]]
    return parts[0], parts[1] if len(parts) > 1 else 0


def lowest(specifier: str) -> Release | None:
    """The lowest (major, minor) that the specifier lets in, or None where it has no lower bound.

    >>> lowest(">=0.121.1,<0.122.0"), lowest("^2.7"), lowest("<2")
    ((0, 121), (2, 7), None)
    """
    # Alternatives (`^3.9 || ^3.11`) let in what the lowest of them lets in.
    bounds = []
    for alternative in specifier.split("||"):
        found = [_release(m[2]) for m in _CLAUSE.finditer(alternative) if (m[1] or "") in _LOWER]
        if not found:
            return None
        bounds.append(max(found))
    return min(bounds) if bounds else None


def ceiling(specifier: str) -> Release | None:
    """The (major, minor) that the specifier stays at or below, or None.

    >>> ceiling("<2.0"), ceiling("^1.10"), ceiling("==1.10.2"), ceiling(">=1")
    ((1, 999), (1, 999), (1, 10), None)
    """
    found: list[Release] = []
    for match in _CLAUSE.finditer(specifier):
        sign, release = match[1] or "", _release(match[2])
        if sign == "<":
            found.append((release[0], release[1] - 1) if release[1] else (release[0] - 1, 999))
        elif sign in ("", "=", "==", "===", "<="):
            found.append(release)
        elif sign == "^" and release[0]:
            found.append((release[0], 999))
        elif sign in ("^", "~"):
            found.append(release)
        elif sign == "~=":
            found.append((release[0], 999) if match[2].count(".") == 1 else release)
    return min(found) if found else None
