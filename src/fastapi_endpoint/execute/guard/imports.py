"""Runs a hook right after a module has been imported, before anyone can take a name out of it."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Callable, Mapping, Sequence
from types import ModuleType
from typing import Any

Hook = Callable[[Any], None]
Fill = Callable[[ModuleType], None]


def install(hooks: Mapping[str, Hook], stand_ins: Mapping[str, Fill]) -> None:
    """`hooks` change a module after its own code has run; `stand_ins` fill a module instead of its code."""
    sys.meta_path.insert(0, _Finder(hooks, stand_ins))


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, hooks: Mapping[str, Hook], stand_ins: Mapping[str, Fill]) -> None:
        self._hooks = hooks
        self._stand_ins = stand_ins

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname not in self._hooks and fullname not in self._stand_ins:
            return None
        spec = self._find(fullname, path, target)
        if spec is None or spec.loader is None:
            return spec
        if fullname in self._stand_ins:
            return importlib.machinery.ModuleSpec(fullname, _StandIn(self._stand_ins[fullname]))
        run, hook = spec.loader.exec_module, self._hooks[fullname]

        def run_and_change(module: ModuleType) -> None:
            run(module)
            hook(module)

        spec.loader.exec_module = run_and_change  # type: ignore[method-assign]  # this loader, for this module
        return spec

    def _find(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None
    ) -> importlib.machinery.ModuleSpec | None:
        for finder in sys.meta_path:
            if finder is not self and hasattr(finder, "find_spec"):
                spec = finder.find_spec(fullname, path, target)
                if spec is not None:
                    return spec
        return None


class _StandIn(importlib.abc.Loader):
    def __init__(self, fill: Fill) -> None:
        self._fill = fill

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:  # noqa: ARG002  # the protocol's
        return None

    def exec_module(self, module: ModuleType) -> None:
        self._fill(module)
