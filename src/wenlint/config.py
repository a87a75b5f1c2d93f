"""Settings: ``wenlint.toml`` or ``[tool.wenlint]`` in ``pyproject.toml``, and the command line over it.

The file is looked for from the working directory upwards; the nearest wins, and in one folder
``wenlint.toml`` wins over ``pyproject.toml``. Every value carries its origin, and all faults of
a file are told at once. The file may hold a rule pack of its own (``[pack]``, ``[[rule]]``, ``[words]``).
"""

from __future__ import annotations

import datetime as dt
import os
import re
import sys
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Generic, TypeVar

from wenlint.document import Kind
from wenlint.finding import Severity
from wenlint.gating import Marked, Override, overrides_of

T = TypeVar("T")

FILE_NAME = "wenlint.toml"
WAIVER_FILE = "wenlint-waivers.toml"
DEFAULT = "默认"
COMMAND_LINE = "命令行"


class ConfigError(Exception):
    """Settings that cannot be used. ``faults`` holds one line in Chinese for each fault."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Setting(Generic[T]):
    """A value in force and, in Chinese, where it comes from."""

    value: T
    origin: str = DEFAULT


class PageCount(StrEnum):
    """How the pages of a draft that has none of its own (.docx and the like) are counted."""

    AUTO = "auto"  # estimated; rendered where the estimate leaves a doubt and LibreOffice is there
    ESTIMATE = "estimate"
    RENDER = "render"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set.

    Attributes:
        packs: rule packs to judge by; empty stands for the packs that call themselves default.
        select: checks and rules to judge by; empty stands for all.
        ignore: checks and rules to leave out.
        kind: what the drafter says the draft is; None leaves it to the reader.
        pages: how pages are counted.
        corpus: folder of the library of superior documents; None when there is none.
        fail_on: the severity from which a finding makes the exit code 1.
        check_folders, pack_folders: local folders with more checks and packs.
        exclude, include: patterns of files and folders left out when a folder is searched for
            drafts, and of the only files that are taken.
        ocr: whether text may be recognised on images and on pages that cannot be read otherwise.
        plan: file of the annual plan (.csv or .xlsx); None without one.
        quota: file of how many documents each organ may issue (.csv or .xlsx); None without one.
        waivers: file of the waivers; None when there is none.
        baseline: file of known findings; None without one.
        on: the day to judge by; None stands for today.
        marked: what gates and scans do with drafts under a secrecy marking.
        audit: file to which gates add every decision; None without one.
        warn_only: whom which rules only warn at the gates.
        fetch_from: hosts from which the server may fetch drafts whose URLs it is told, as ``https://host:port``.
        file: the configuration file in force; None without one.
        own_pack: the tables of the rule pack that stands in that file; None without one.
    """

    packs: Setting[tuple[str, ...]]
    select: Setting[tuple[str, ...]]
    ignore: Setting[tuple[str, ...]]
    kind: Setting[Kind | None]
    pages: Setting[PageCount]
    corpus: Setting[Path | None]
    fail_on: Setting[Severity]
    check_folders: Setting[tuple[Path, ...]]
    pack_folders: Setting[tuple[Path, ...]]
    exclude: Setting[tuple[str, ...]]
    include: Setting[tuple[str, ...]]
    ocr: Setting[bool]
    plan: Setting[Path | None]
    quota: Setting[Path | None]
    waivers: Setting[Path | None]
    baseline: Setting[Path | None]
    on: Setting[dt.date | None]
    marked: Setting[Marked]
    audit: Setting[Path | None]
    warn_only: Setting[tuple[Override, ...]]
    fetch_from: Setting[tuple[str, ...]]
    file: Path | None = None
    own_pack: Mapping[str, Any] | None = None

    @property
    def today(self) -> dt.date:
        """The day to judge by."""
        return self.on.value or dt.date.today()

    def with_packs(self, packs: tuple[str, ...]) -> Settings:
        """The settings with these packs, as if the command line had named them."""
        return replace(self, packs=Setting(packs, f"{COMMAND_LINE} --pack"))


def load(given: Mapping[str, Any] | None = None, file: Path | None = None, folder: Path | None = None) -> Settings:
    """The settings in force.

    ``given`` holds what the command line says, by key as in the file; None and empty values
    say nothing. ``file`` is a configuration file named by the user, ``folder`` the working
    directory from which one is looked for otherwise.

    Raises:
        ConfigError: with every fault of the file.
    """
    folder = folder or Path.cwd()
    table, path = _read_named(file) if file else _nearest_table(folder)
    own_pack = {key: table[key] for key in PACK_TABLES if key in table}
    settings = _from_table(table, path) if path else {}
    settings |= {
        key: Setting(value, f"{COMMAND_LINE} --{_OPTION_NAMES.get(key, key)}")
        for key, value in (given or {}).items()
        if value is not None and value != ()
    }
    if "corpus" not in settings:
        settings["corpus"] = _usual_corpus(folder)
    if "waivers" not in settings:
        settings["waivers"] = _usual_waivers(folder)
    return Settings(
        **{key.replace("-", "_"): settings.get(key, Setting(known.default)) for key, known in ALL_KEYS.items()},
        file=path,
        own_pack=own_pack or None,
    )


def did_you_mean(name: str, names: Collection[str]) -> str:
    """The end of a message about an unknown name: the nearest known one, or all of them when they are few."""
    from difflib import get_close_matches

    near = get_close_matches(name, names, n=1)
    if near:
        return f"，是不是想写 {near[0]}？"
    return f"（可用：{'、'.join(sorted(names))}）" if names and len(names) <= 20 else ""


_OPTION_NAMES = {"packs": "pack"}


# --- keys -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the file: its default, and how to take its value (relative paths start at ``base``).

    ``take(value, base)`` raises ValueError with the reason in Chinese.
    """

    default: Any
    take: Callable[[Any, Path], Any]


def _strings(value: Any, _base: Path) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise ValueError('应为字符串数组，如 ["a", "b"]')
    return tuple(value)


def _truth(value: Any, _base: Path) -> bool:
    if not isinstance(value, bool):
        raise ValueError("应为 true 或 false")
    return value


def _path(value: Any, base: Path, what: str = "文件夹") -> Path:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"应为{what}路径（字符串）")
    return base / Path(value).expanduser()


def _file(value: Any, base: Path) -> Path:
    return _path(value, base, "文件")


def _folder(value: Any, base: Path) -> Path:
    folder = _path(value, base)
    if not folder.is_dir():
        raise ValueError(f"文件夹不存在：{folder}")
    return folder


def _folders(value: Any, base: Path) -> tuple[Path, ...]:
    return tuple(_folder(item, base) for item in _strings(value, base))


def _date(value: Any, _base: Path) -> dt.date:
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        raise ValueError("应为日期，如 2026-12-31（不加引号）")
    return value


def _kind(value: Any, _base: Path) -> Kind:
    return Kind(_one_of(value, [kind.value for kind in Kind]))


def _page_count(value: Any, _base: Path) -> PageCount:
    return PageCount(_one_of(value, [way.value for way in PageCount]))


def _severity(value: Any, _base: Path) -> Severity:
    return Severity[_one_of(value, [severity.word for severity in Severity]).upper()]


def _one_of(value: Any, names: list[str]) -> str:
    if isinstance(value, str) and value in names:
        return value
    raise ValueError(f"不能是 {value!r}{did_you_mean(str(value), names)}")


KEYS = {
    "packs": Key((), _strings),
    "select": Key((), _strings),
    "ignore": Key((), _strings),
    "kind": Key(None, _kind),
    "pages": Key(PageCount.AUTO, _page_count),
    "corpus": Key(None, _path),
    "fail-on": Key(Severity.ERROR, _severity),
    "check-folders": Key((), _folders),
    "pack-folders": Key((), _folders),
    "exclude": Key((), _strings),
    "include": Key((), _strings),
    "ocr": Key(False, _truth),
    "plan": Key(None, _file),
    "quota": Key(None, _file),
    "waivers": Key(None, _file),
    "baseline": Key(None, _file),
    "on": Key(None, _date),
}
GATE = "gate"
GATE_KEYS = {
    "marked": Key(Marked.HOLD, lambda value, _base: Marked(_one_of(value, [*Marked]))),
    "audit": Key(None, _file),
    "warn-only": Key((), lambda value, _base: overrides_of(value)),
    "fetch-from": Key((), _strings),
}
"""Keys of the table ``[gate]``."""
ALL_KEYS = KEYS | GATE_KEYS
PACK_TABLES = ("pack", "rule", "words")


# --- files ------------------------------------------------------------------------------------


def _from_table(table: Mapping[str, Any], path: Path) -> dict[str, Setting[Any]]:
    own = {key: value for key, value in table.items() if key != GATE and key not in PACK_TABLES}
    gate = table.get(GATE, {})
    settings, faults = _taken(own, KEYS, path, "")
    if isinstance(gate, dict):
        of_gate, more = _taken(gate, GATE_KEYS, path, f"[{GATE}] ")
        settings, faults = settings | of_gate, faults + more
    else:
        faults.append(f"{path}{_line_of(path, GATE)}：{GATE} 是一张表，要写成 [{GATE}]")
    if faults:
        raise ConfigError(faults)
    return settings


def _taken(
    table: Mapping[str, Any], keys: Mapping[str, Key], path: Path, table_name: str
) -> tuple[dict[str, Setting[Any]], list[str]]:
    """The values of a table, and what is wrong in it."""
    settings: dict[str, Setting[Any]] = {}
    faults: list[str] = []
    for key, value in table.items():
        where = f"{path}{_line_of(path, key)}：{table_name}{key}"
        if key not in keys:
            faults.append(f"{where} 不是 wenlint 的设置{did_you_mean(key, keys)}")
            continue
        try:
            settings[key] = Setting(keys[key].take(value, path.parent), f"{path}")
        except ValueError as error:
            faults += [f"{where} {fault}" for fault in str(error).splitlines()]
    return settings, faults


def _nearest_table(folder: Path) -> tuple[Mapping[str, Any], Path | None]:
    for place in _upwards(folder):
        path = place / FILE_NAME
        if path.is_file():
            return parse_toml(path), path
        path = place / "pyproject.toml"
        if path.is_file() and (table := _tool_table(path)) is not None:
            return table, path
    return {}, None


def _read_named(path: Path) -> tuple[Mapping[str, Any], Path]:
    if not path.is_file():
        raise ConfigError([f"配置文件不存在：{path}"])
    path = path.absolute()
    if path.name == "pyproject.toml":
        return _tool_table(path) or {}, path
    return parse_toml(path), path


def _tool_table(path: Path) -> Mapping[str, Any] | None:
    """``[tool.wenlint]``; None when the file says nothing of wenlint, even if it is broken elsewhere."""
    if "tool.wenlint" not in _text(path):
        return None
    tools = parse_toml(path).get("tool")
    table = tools.get("wenlint") if isinstance(tools, dict) else None
    return table if isinstance(table, dict) else None


def parse_toml(path: Path) -> dict[str, Any]:
    """The tables of a TOML file in UTF-8, with or without a byte order mark.

    Raises:
        ConfigError: when it cannot be read, or is no TOML.
    """
    try:
        return tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([f"{path}：{toml_fault(error)}"]) from None


def toml_fault(error: tomllib.TOMLDecodeError) -> str:
    """What is wrong with a TOML text, in Chinese as far as the parser tells."""
    place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    where = f"第 {place[1]} 行第 {place[2]} 列" if place else "文件末尾"
    reason = re.sub(r"\s*\(at .*\)", "", str(error))
    return f"{where}不合 TOML 语法（{reason}）；字符串要加英文双引号，数组用方括号"


def _text(path: Path) -> str:
    try:
        # utf-8-sig: Windows editors put a byte order mark in front
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigError([f"{path}：不是 UTF-8 编码，请另存为 UTF-8"]) from None
    except OSError as error:
        raise ConfigError([f"{path}：读不出来（{error.strerror}）"]) from None


def _line_of(path: Path, key: str) -> str:
    pattern = re.compile(rf'^\s*["\']?{re.escape(key)}["\']?\s*=')
    for number, line in enumerate(_text(path).splitlines(), start=1):
        if pattern.match(line):
            return f" 第 {number} 行"
    return ""


def _upwards(folder: Path) -> Iterator[Path]:
    folder = folder.absolute()
    yield folder
    yield from folder.parents


def _usual_corpus(folder: Path) -> Setting[Path | None]:
    """The nearest ``.wenlint/corpus`` upwards, or else the one in the user's data folder."""
    for place in _upwards(folder):
        if (place / ".wenlint" / "corpus").is_dir():
            return Setting(place / ".wenlint" / "corpus", "就近的 .wenlint/corpus")
    home = user_corpus()
    return Setting(home, "用户数据文件夹") if home.is_dir() else Setting(None)


def _usual_waivers(folder: Path) -> Setting[Path | None]:
    """The nearest ``wenlint-waivers.toml`` upwards."""
    for place in _upwards(folder):
        if (place / WAIVER_FILE).is_file():
            return Setting(place / WAIVER_FILE, f"就近的 {WAIVER_FILE}")
    return Setting(None)


def user_corpus() -> Path:
    """Where a user's own library stands when no project has one."""
    if sys.platform == "linux":  # XDG Base Directory Specification; platformdirs is as slow to import as Python is
        home = os.environ.get("XDG_DATA_HOME", "").strip() or "~/.local/share"
        return Path(home).expanduser() / "wenlint" / "corpus"
    from platformdirs import user_data_path

    return user_data_path("wenlint", appauthor=False) / "corpus"
