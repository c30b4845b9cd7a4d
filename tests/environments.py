"""Environments of a project, made of this interpreter and of modules that a test writes."""

import sys
import sysconfig
from pathlib import Path


def an_environment(folder: Path, **modules: str) -> str:
    """An environment in `folder` that has these modules and nothing else; its interpreter."""
    python = folder / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    (folder / "pyvenv.cfg").write_text(f"home = {Path(sys.base_prefix) / 'bin'}\n", encoding="utf-8")
    packages = folder / "lib" / f"python{sysconfig.get_python_version()}" / "site-packages"
    packages.mkdir(parents=True)
    for name, text in modules.items():
        (packages / f"{name}.py").write_text(text, encoding="utf-8")
    return str(python)
