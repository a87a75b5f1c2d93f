"""Settings → the checks, packs and rules that drafts are judged by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wenlint import registry
from wenlint.check import Check, Rule
from wenlint.config import COMMAND_LINE, Settings, did_you_mean
from wenlint.gating import ANY
from wenlint.packs import PackError, RulePack, is_default, load_pack


class RulesetError(Exception):
    """Rules that cannot be put together. ``faults`` holds one line in Chinese for each fault."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = list(faults)


@dataclass(frozen=True, slots=True)
class Ruleset:
    """What drafts are judged by. ``notes`` are lines that the user should see (a pack out of force)."""

    checks: Mapping[str, Check]
    packs: tuple[RulePack, ...]
    rules: tuple[Rule, ...]
    notes: tuple[str, ...] = ()


def found(settings: Settings) -> registry.Registry:
    """Every check and pack within reach of the settings, the configuration file's own pack included.

    Raises:
        RulesetError: when a plugin, a local folder or the own pack cannot be used.
    """
    try:
        everything = registry.find(settings.check_folders.value, settings.pack_folders.value)
    except registry.RegistryError as error:
        raise RulesetError([str(error)]) from None
    if settings.own_pack and settings.file:
        _add_own(everything, settings.own_pack, settings.file)
    return everything


def _add_own(everything: registry.Registry, tables: Mapping[str, Any], file: Path) -> None:
    head = tables.get("pack")
    id = head.get("id") if isinstance(head, dict) else None
    if not isinstance(id, str) or not id:
        raise RulesetError([f"{file}：写了规则，还要有 [pack] 表，写明 id、title 等（见 wenlint init 里的说明）"])
    if id in everything.packs:
        raise RulesetError([f"{file}：规则包 {id} 与 {everything.packs[id]} 重名"])
    everything.packs[id] = file
    everything.tables[id] = tables


def gather(settings: Settings, today: dt.date | None = None) -> Ruleset:
    """The rules in force by these settings.

    Packs that nobody chose count only while their regulation is in force; a chosen one
    always counts, with a note when its regulation is not in force.

    Raises:
        RulesetError: with every fault of packs and of names selected or ignored.
    """
    everything = found(settings)
    day = today or settings.today
    packs = _packs(settings, everything, day)
    replaced = superseded(packs, day)
    rules = [rule for pack in packs for rule in pack.rules if rule.id not in replaced]
    _check_names(settings, everything, rules)
    chosen = tuple(rule for rule in rules if _is_chosen(rule, settings))
    if not chosen:
        raise RulesetError(["没有一条规则可用，等于什么都不查；请检查 --pack、--select、--ignore 和 wenlint.toml"])
    named = set(settings.packs.value)
    notes = [_out_of_force(pack, day) for pack in packs if not pack.is_in_force(day)]
    notes += [_superseded(pack, replaced[pack.id]) for pack in packs if pack.id in named and pack.id in replaced]
    return Ruleset(everything.checks, packs, chosen, tuple(notes))


def superseded(packs: Sequence[RulePack], day: dt.date) -> dict[str, RulePack]:
    """Ids of packs and rules in whose place a pack in force on that day stands, with that pack."""
    return {name: pack for pack in packs if pack.is_in_force(day) for name in pack.supersedes}


def all_packs(everything: registry.Registry) -> tuple[RulePack, ...]:
    """Every pack within reach.

    Raises:
        RulesetError: with every fault of every pack.
    """
    packs: list[RulePack] = []
    faults: list[str] = []
    for id, path in everything.packs.items():
        try:
            packs.append(load_pack(path, everything.checks, everything.tables.get(id)))
        except PackError as error:
            faults += str(error).splitlines()
    if faults:
        raise RulesetError(faults)
    return tuple(packs)


def default_packs(everything: registry.Registry) -> list[str]:
    """Ids of the packs that call themselves default, and of the configuration file's own.

    Raises:
        RulesetError: when the head of a pack cannot be read.
    """
    try:
        return [id for id, path in everything.packs.items() if id in everything.tables or is_default(path)]
    except PackError as error:
        raise RulesetError(str(error).splitlines()) from None


def _packs(settings: Settings, everything: registry.Registry, day: dt.date) -> tuple[RulePack, ...]:
    chosen = list(dict.fromkeys(settings.packs.value))
    unknown = [id for id in chosen if id not in everything.packs]
    if unknown:
        raise RulesetError([f"没有规则包 {id}{did_you_mean(id, everything.packs)}" for id in unknown])
    if chosen:
        own = () if settings.packs.origin.startswith(COMMAND_LINE) else everything.tables
        return _standing(_with_extended([*chosen, *own], everything), day, chosen)
    packs = _with_extended(default_packs(everything), everything)
    return _standing([pack for pack in packs if pack.is_in_force(day)], day)


def _standing(packs: Sequence[RulePack], day: dt.date, named: Collection[str] = ()) -> tuple[RulePack, ...]:
    """The packs without those that another one supersedes, unless they are named."""
    replaced = superseded(packs, day)
    return tuple(pack for pack in packs if pack.id in named or pack.id not in replaced)


def _with_extended(ids: Iterable[str], everything: registry.Registry) -> tuple[RulePack, ...]:
    """The packs of these ids, each followed by those it extends, none twice."""
    packs: dict[str, RulePack] = {}
    faults: list[str] = []
    waiting = list(ids)
    while waiting:
        id = waiting.pop(0)
        if id in packs:
            continue
        try:
            packs[id] = load_pack(everything.packs[id], everything.checks, everything.tables.get(id))
        except PackError as error:
            faults += str(error).splitlines()
            continue
        missing = [other for other in packs[id].extends if other not in everything.packs]
        faults += [f"{packs[id].path}：extends 里的规则包 {other} 不存在" for other in missing]
        waiting[:0] = [other for other in packs[id].extends if other not in missing]
    if faults:
        raise RulesetError(faults)
    return tuple(packs.values())


def _is_chosen(rule: Rule, settings: Settings) -> bool:
    names = {rule.check, rule.id}
    selected = not settings.select.value or not names.isdisjoint(settings.select.value)
    return selected and names.isdisjoint(settings.ignore.value)


def _check_names(settings: Settings, everything: registry.Registry, rules: Sequence[Rule]) -> None:
    """Refuses names that mean nothing here, so that a slip of the pen never switches a rule off."""
    known = set(everything.checks) | {rule.id for rule in rules}
    faults = [
        fault
        for key, names in (("select", settings.select), ("ignore", settings.ignore))
        for name in names.value
        if name not in known
        for fault in _unknown(key, name, everything, known)
    ]
    of_gates = {name for override in settings.warn_only.value for name in override.rules} - {ANY}
    faults += [fault for name in sorted(of_gates - known) for fault in _unknown("warn-only", name, everything, known)]
    if faults:
        raise RulesetError(faults)


def _unknown(key: str, name: str, everything: registry.Registry, known: Collection[str]) -> Iterator[str]:
    elsewhere = {rule.id for pack in all_packs(everything) for rule in pack.rules}
    if name not in elsewhere:
        yield f"{key}：没有名为 {name} 的检查或规则{did_you_mean(name, elsewhere.union(known))}"
    elif key == "select":
        pack = name.partition("/")[0]
        yield f"select：规则 {name} 所在的规则包这次没有用；请加 --pack {pack}"


def _out_of_force(pack: RulePack, day: dt.date) -> str:
    since, _ = pack.in_force
    state = "尚未施行" if since and day < since else "已不再施行"
    return f"注意：规则包 {pack.id}（《{pack.title}》）{state}，仍按你的指定使用"


def _superseded(pack: RulePack, by: RulePack) -> str:
    return f"注意：规则包 {pack.id}（《{pack.title}》）已由 {by.id}（《{by.title}》）取代，仍按你的指定使用"
