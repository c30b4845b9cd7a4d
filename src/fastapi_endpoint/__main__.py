"""`python -m fastapi_endpoint` and the console script."""

import gc
import sys

_OBJECTS = 50_000
"""So many new objects before circles are looked for: a command makes few, and ends soon."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    if sys.platform == "win32":  # said before anything is imported that may need a POSIX system
        sys.stderr.write(
            "error: Windows is not supported yet\n  next: run it inside WSL, on Linux or on macOS\n"
        )
        raise SystemExit(1)
    gc.set_threshold(_OBJECTS)
    try:
        from fastapi_endpoint.faces.cli import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:  # Ctrl-C while modules were being loaded
        sys.stderr.write("\nStopped. Nothing was written.\n")
        code = 1
    gc.freeze()  # or the interpreter looks through everything once more at the end: a seventh of a cold look
    raise SystemExit(code)


if __name__ == "__main__":
    main()
