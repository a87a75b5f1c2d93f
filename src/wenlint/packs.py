"""Rule packs: one TOML file for one regulation.

:func:`load_pack` turns a file into a :class:`RulePack` and refuses a bad one, naming file,
rule and reason; all faults of a file are told together. ``docs/writing-a-pack.md``
describes the format.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wenlint.check import Check, Citation, Rule, Severity
from wenlint.document import Direction, Kind

# "Must" carries an error; "as a rule, generally, about" (原则上、一般、左右) never does by itself.
SOFT_STRENGTHS = ("原则上", "一般", "左右", "可以", "推荐", "提倡")


class PackError(Exception):
    """A pack that cannot be used. ``faults`` holds one line in Chinese for each fault."""

    def __init__(self, path: Path, faults: list[str]) -> None:
        super().__init__("\n".join(f"{path}：{fault}" for fault in faults))
        self.path = path
        self.faults = faults


@dataclass(frozen=True, slots=True)
class RulePack:
    """A regulation as data.

    ``in_force`` is the half-open range of dates it is in force; an end of None is open.
    ``supersedes`` names what it takes the place of: ids of packs or of rules, which then no
    longer count while it is in force, or other regulations in words.
    ``verified`` says how its limits were checked against the regulation; ``default``
    whether drafts are judged by it when nobody chose packs.
    """

    id: str
    title: str
    number: str
    issuer: str
    jurisdiction: str
    rank: str
    in_force: tuple[dt.date | None, dt.date | None]
    supersedes: tuple[str, ...]
    extends: tuple[str, ...]
    verified: str
    sources: tuple[str, ...]
    rules: tuple[Rule, ...]
    path: Path
    default: bool = False

    def is_in_force(self, day: dt.date) -> bool:
        """Whether the regulation is in force on that day."""
        since, until = self.in_force
        return (since is None or since <= day) and (until is None or day < until)


_PACK_KEYS = {
    "id": str,
    "title": str,
    "number": str,
    "issuer": str,
    "jurisdiction": str,
    "rank": str,
    "verified": str,
    "sources": list,
    "supersedes": list,
    "extends": list,
    "in-force-from": dt.date,
    "in-force-until": dt.date,
    "default": bool,
}
_PACK_REQUIRED = ("id", "title", "number", "issuer", "verified", "sources")
_RULE_KEYS = {
    "id": str,
    "check": str,
    "article": str,
    "strength": str,
    "severity": str,
    "summary": str,
    "kinds": list,
    "directions": list,
    "message": str,
    "advice": str,
    "params": dict,
    "bad": list,
    "good": list,
}
_RULE_REQUIRED = ("id", "check", "strength", "summary")
# The id of a rule begins with its article (8-speech, 7.2.5-margins) unless the rule names another.
_ARTICLE = re.compile(r"\d+(?:\.\d+)*(?=-|\Z)")


def load_pack(path: Path, checks: Mapping[str, Check], tables: Mapping[str, Any] | None = None) -> RulePack:
    """Reads a pack and checks it against the checks it uses.

    ``tables`` are the pack's, already parsed, when ``path`` is a configuration file that holds more.

    Raises:
        PackError: with every fault found.
    """
    if tables is not None:
        return _PackReader(path, tables, checks).read()
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise PackError(path, [f"规则包读不出来（{error}）"]) from None
    except tomllib.TOMLDecodeError as error:
        raise PackError(path, [f"不是有效的 TOML（{error}）"]) from None
    return _PackReader(path, data, checks).read()


def is_default(path: Path) -> bool:
    """Whether a pack calls itself a default one; only its head is parsed.

    Raises:
        PackError: when the head cannot be read.
    """
    head = path.read_text(encoding="utf-8").partition("\n[[rule]]")[0]
    try:
        table = tomllib.loads(head).get("pack")
    except tomllib.TOMLDecodeError as error:
        raise PackError(path, [f"不是有效的 TOML（{error}）"]) from None
    return isinstance(table, dict) and table.get("default") is True


# {社区} names a word list; {2,4} and {form} do not.
_WORD = re.compile(r"\{([\u4e00-\u9fff]+)\}")


class _PackReader:
    """Turns parsed TOML into a pack, collecting faults on the way."""

    def __init__(self, path: Path, data: Mapping[str, Any], checks: Mapping[str, Check]) -> None:
        self.path = path
        self.data = data
        self.checks = checks
        self.faults: list[str] = []

    def read(self) -> RulePack:
        head = self.data.get("pack")
        entries = self.data.get("rule")
        if not isinstance(head, dict):
            raise PackError(self.path, ["缺少 [pack] 表"])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise PackError(self.path, ["没有规则：至少要有一个 [[rule]]"])
        self._check_keys("[pack]", head, _PACK_KEYS, _PACK_REQUIRED)
        self._check_top_level()
        self.words = self._words()
        rules = tuple(rule for entry in entries if (rule := self._rule(head, entry)))
        self._check_unique(rules)
        if self.faults:
            raise PackError(self.path, self.faults)
        return RulePack(
            id=head["id"],
            title=head["title"],
            number=head["number"],
            issuer=head["issuer"],
            jurisdiction=head.get("jurisdiction", ""),
            rank=head.get("rank", ""),
            in_force=(head.get("in-force-from"), head.get("in-force-until")),
            supersedes=tuple(head.get("supersedes", ())),
            extends=tuple(head.get("extends", ())),
            verified=head["verified"],
            sources=tuple(head["sources"]),
            rules=rules,
            path=self.path,
            default=head.get("default", False),
        )

    def _check_top_level(self) -> None:
        for key in self.data.keys() - {"pack", "rule", "words"}:
            self.faults.append(f"不认识的表 [{key}]")

    def _words(self) -> dict[str, str]:
        """The word lists that patterns of this pack may name as ``{名称}``."""
        words: dict[str, str] = {}
        for name, given in self.data.get("words", {}).items():
            if not isinstance(given, str):
                self.faults.append(f"[words]：{name} 应为字符串")
                continue
            words[name] = f"(?:{self._spelt_out('[words]', given, words)})"
        return words

    def _spelt_out(self, where: str, value: Any, words: Mapping[str, str]) -> Any:
        """The value with every ``{名称}`` in its strings replaced by that word list."""
        if isinstance(value, str):
            return _WORD.sub(lambda match: self._word(where, match[1], words), value)
        if isinstance(value, list):
            return [self._spelt_out(where, item, words) for item in value]
        if isinstance(value, dict):
            return {key: self._spelt_out(where, item, words) for key, item in value.items()}
        return value

    def _word(self, where: str, name: str, words: Mapping[str, str]) -> str:
        if name not in words:
            self.faults.append(f"{where}：没有名为 {name} 的词表（在 [words] 里写明，先写的可以用在后写的里）")
        return words.get(name, "")

    def _check_unique(self, rules: tuple[Rule, ...]) -> None:
        seen: set[str] = set()
        for rule in rules:
            if rule.id in seen:
                self.faults.append(f"规则 {rule.id}：编号重复")
            seen.add(rule.id)

    def _check_keys(
        self, where: str, table: Mapping[str, Any], known: Mapping[str, type], required: tuple[str, ...]
    ) -> bool:
        before = len(self.faults)
        for key in required:
            if key not in table:
                self.faults.append(f"{where}：缺少 {key}")
        for key, value in table.items():
            if key not in known:
                self.faults.append(f"{where}：不认识的键 {key}")
            elif not isinstance(value, known[key]):
                self.faults.append(f"{where}：{key} 应为{_TYPE_NAMES[known[key]]}")
        return len(self.faults) == before

    def _rule(self, head: Mapping[str, Any], entry: Mapping[str, Any]) -> Rule | None:
        where = f"规则 {entry.get('id', '（无编号）')}"
        if not self._check_keys(where, entry, _RULE_KEYS, _RULE_REQUIRED):
            return None
        before = len(self.faults)
        article = self._article(where, entry)
        strength = entry["strength"]
        is_soft = any(word in strength for word in SOFT_STRENGTHS)
        severity = entry.get("severity") or ("warning" if is_soft else "error")
        self._one_of(where, "severity", severity, Severity.__members__, str.upper)
        kinds = [self._member(where, "kinds", kind, Kind) for kind in entry.get("kinds", ())]
        directions = [self._member(where, "directions", way, Direction) for way in entry.get("directions", ())]
        params = self._params(where, entry["check"], self._spelt_out(where, entry.get("params", {}), self.words))
        if len(self.faults) > before:
            return None
        level = Severity[severity.upper()]
        if is_soft:
            level = min(level, Severity.WARNING)
        return Rule(
            id=f"{head.get('id', '?')}/{entry['id']}",
            check=entry["check"],
            severity=level,
            cite=Citation(
                pack=str(head.get("id", "")),
                title=str(head.get("title", "")),
                number=str(head.get("number", "")),
                article=article,
                strength=strength,
                summary=entry["summary"],
            ),
            params=params,
            kinds=frozenset(kind for kind in kinds if kind),
            directions=frozenset(way for way in directions if way),
            message=entry.get("message", ""),
            advice=entry.get("advice", ""),
            bad=tuple(entry.get("bad", ())),
            good=tuple(entry.get("good", ())),
        )

    def _article(self, where: str, entry: Mapping[str, Any]) -> str:
        article = entry.get("article") or _ARTICLE.match(entry["id"])
        if not article:
            self.faults.append(f"{where}：缺少 article（编号以条号开头的，如 8-speech，可以不写）")
        return str(article[0] if isinstance(article, re.Match) else article)

    def _params(self, where: str, check_name: str, given: Mapping[str, Any]) -> dict[str, Any]:
        check = self.checks.get(check_name)
        if check is None:
            known = "、".join(sorted(self.checks)) or "（无）"
            self.faults.append(f"{where}：没有名为 {check_name} 的检查（现有：{known}）")
            return {}
        try:
            return complete_params(check, given)
        except ValueError as error:
            self.faults.append(f"{where}：{error}")
            return {}

    def _one_of(self, where: str, key: str, value: str, names: Mapping[str, Any], fold: Any) -> str:
        if fold(value) not in names:
            self.faults.append(f"{where}：{key} 不能是 {value!r}（可用：{'、'.join(name.lower() for name in names)}）")
        return value

    def _member(self, where: str, key: str, value: Any, enum: type[Any]) -> Any:
        try:
            return enum(value)
        except ValueError:
            self.faults.append(
                f"{where}：{key} 里不认识 {value!r}（可用：{'、'.join(member.value for member in enum)}）"
            )
            return None


_TYPE_NAMES = {
    str: "字符串",
    int: "整数",
    float: "数",
    bool: "布尔值",
    list: "数组",
    dict: "表",
    dt.date: "日期",
}


def complete_params(check: Check, given: Mapping[str, Any]) -> dict[str, Any]:
    """A rule's parameters with the check's defaults filled in.

    Raises:
        ValueError: in Chinese, with every unknown, missing or ill-typed parameter.
    """
    faults = [f"检查 {check.name} 没有参数 {key}" for key in given if key not in check.params]
    values: dict[str, Any] = {}
    for key, param in check.params.items():
        value = given.get(key, param.default)
        if param.type is float and type(value) is int:
            value = float(value)
        if value is None:
            faults.append(f"检查 {check.name} 要求参数 {key}")
        elif not isinstance(value, param.type) or (param.type is not bool and isinstance(value, bool)):
            faults.append(f"参数 {key} 应为{_TYPE_NAMES.get(param.type, param.type.__name__)}")
        values[key] = value
    if faults:
        raise ValueError("；".join(faults))
    return values
