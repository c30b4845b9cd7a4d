"""`python -m fastapi_endpoint` and the console script."""

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    if sys.platform == "win32":  # said before anything is imported that may need a POSIX system
        sys.stderr.write(
            "error: Windows is not supported yet\n  next: run it inside WSL, on Linux or on macOS\n"
        )
        raise SystemExit(1)
    try:
        from fastapi_endpoint.faces.cli import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:  # Ctrl-C while modules were being loaded
        sys.stderr.write("\nStopped. Nothing was written.\n")
        code = 1
    raise SystemExit(code)


if __name__ == "__main__":
    main()
