"""Finds checks and packs: the entry-point group ``wenlint.checks``, then local folders.

An entry point names a package; every module in it that has a ``CHECK`` is a check, and its
folder ``packs/`` holds rule packs. A local folder of check files works the same way. No
list is kept by hand.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from wenlint.check import Check

GROUP = "wenlint.checks"


class RegistryError(Exception):
    """A plugin or a local check file that cannot be used; the message is one line in Chinese."""


@dataclass(frozen=True, slots=True)
class Registry:
    """Everything there is to judge by: checks by name, and pack files by pack id (file stem).

    ``tables`` are those of a pack that stands in a configuration file, by its id.
    """

    checks: dict[str, Check] = field(default_factory=dict)
    packs: dict[str, Path] = field(default_factory=dict)
    tables: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    origins: dict[str, Path] = field(default_factory=dict)


def find(check_folders: Sequence[Path] = (), pack_folders: Sequence[Path] = ()) -> Registry:
    """Checks and packs of all plugins, then of the local folders, which may add packs and checks.

    Raises:
        RegistryError: a plugin fails to import, a check file has no valid ``CHECK``, or two
            checks or packs share a name.
    """
    registry = Registry()
    for folder in _plugin_folders():
        _add_checks(registry, _package_modules(folder))
        _add_packs(registry, folder.path / "packs")
    for path in check_folders:
        _add_checks(registry, _file_modules(path))
    for path in pack_folders:
        _add_packs(registry, path)
    return registry


@dataclass(frozen=True, slots=True)
class _Folder:
    path: Path
    package: str


def _plugin_folders() -> Iterator[_Folder]:
    entries = dict(_entry_points())
    for name in sorted(entries, key=lambda name: (name != "builtin", name)):
        try:
            package = importlib.import_module(entries[name])
        except Exception as error:  # a plugin may fail in any way
            raise RegistryError(f"插件 {name}（{entries[name]}）装不上：{error}") from error
        for path in package.__path__:
            yield _Folder(Path(path), package.__name__)


def _entry_points() -> Iterator[tuple[str, str]]:
    """Name and package of every entry point of the group, as installed distributions declare them.

    Reads the files of the specification (packaging.python.org, "Entry points" and "Recording
    installed projects") because importlib.metadata costs as much to import as Python to start.
    """
    for place in reversed(sys.path):  # what comes first on the path is told last, and wins
        with contextlib.suppress(OSError), os.scandir(place or ".") as entries:
            for entry in entries:
                if entry.name.endswith((".dist-info", ".egg-info")):
                    yield from _declared_in(Path(entry.path, "entry_points.txt"))


def _declared_in(file: Path) -> Iterator[tuple[str, str]]:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return
    section = text.partition(f"[{GROUP}]")[2].partition("\n[")[0]
    for line in section.splitlines():
        name, equals, package = line.partition("=")
        if equals and not name.strip().startswith(("#", ";")):
            yield name.strip(), package.strip()


def _check_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.py") if not path.name.startswith("_"))


def _package_modules(folder: _Folder) -> Iterator[tuple[Path, ModuleType]]:
    for path in _check_files(folder.path):
        name = f"{folder.package}.{path.stem}"
        try:
            yield path, importlib.import_module(name)
        except Exception as error:
            raise RegistryError(f"检查文件 {path} 载入失败：{error}") from error


def _file_modules(folder: Path) -> Iterator[tuple[Path, ModuleType]]:
    if not folder.is_dir():
        raise RegistryError(f"检查文件夹不存在：{folder}")
    for path in _check_files(folder):
        name = f"_wenlint_local_{path.stem}"
        spec = importlib.util.spec_from_file_location(name, path)
        if spec is None or spec.loader is None:
            raise RegistryError(f"检查文件 {path} 载入失败")
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        try:
            spec.loader.exec_module(module)
        except Exception as error:
            raise RegistryError(f"检查文件 {path} 载入失败：{error}") from error
        yield path, module


def _add_checks(registry: Registry, modules: Iterator[tuple[Path, ModuleType]]) -> None:
    for path, module in modules:
        check = getattr(module, "CHECK", None)
        if not isinstance(check, Check):
            raise RegistryError(f"检查文件 {path} 里没有 CHECK = Check(…)")
        if check.name in registry.checks:
            raise RegistryError(f"检查 {check.name} 重名：{registry.origins[check.name]} 与 {path}")
        registry.checks[check.name] = check
        registry.origins[check.name] = path


# Files that may stand in a folder of packs.
_NO_PACKS = ("wenlint.toml", "wenlint-waivers.toml", "pyproject.toml")


def _add_packs(registry: Registry, folder: Path) -> None:
    for path in sorted(folder.glob("*.toml")):
        if path.name.startswith(_NO_PACKS):
            continue
        if path.stem in registry.packs:
            raise RegistryError(f"规则包 {path.stem} 重名：{registry.packs[path.stem]} 与 {path}")
        registry.packs[path.stem] = path
