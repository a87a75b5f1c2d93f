"""Settings → the checks, packs and rules that drafts are judged by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from wenlint import registry
from wenlint.check import Check, Rule
from wenlint.config import Settings, did_you_mean
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
    """Every check and pack within reach of the settings.

    Raises:
        RulesetError: when a plugin or a local folder cannot be used.
    """
    try:
        return registry.find(settings.check_folders.value, settings.pack_folders.value)
    except registry.RegistryError as error:
        raise RulesetError([str(error)]) from None


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
    rules = [rule for pack in packs for rule in pack.rules]
    _check_names(settings, everything, rules)
    chosen = tuple(rule for rule in rules if _is_chosen(rule, settings))
    if not chosen:
        raise RulesetError(["没有一条规则可用，等于什么都不查；请检查 --pack、--select、--ignore 和 wenlint.toml"])
    notes = tuple(_out_of_force(pack, day) for pack in packs if not pack.is_in_force(day))
    return Ruleset(everything.checks, packs, chosen, notes)


def all_packs(everything: registry.Registry) -> tuple[RulePack, ...]:
    """Every pack within reach.

    Raises:
        RulesetError: with every fault of every pack.
    """
    return _load(everything.packs.values(), everything.checks)


def default_packs(everything: registry.Registry) -> list[str]:
    """Ids of the packs that call themselves default.

    Raises:
        RulesetError: when the head of a pack cannot be read.
    """
    try:
        return [id for id, path in everything.packs.items() if is_default(path)]
    except PackError as error:
        raise RulesetError(str(error).splitlines()) from None


def _packs(settings: Settings, everything: registry.Registry, day: dt.date) -> tuple[RulePack, ...]:
    chosen = list(dict.fromkeys(settings.packs.value))
    unknown = [id for id in chosen if id not in everything.packs]
    if unknown:
        raise RulesetError([f"没有规则包 {id}{did_you_mean(id, everything.packs)}" for id in unknown])
    if chosen:
        return _with_extended(chosen, everything)
    packs = _with_extended(default_packs(everything), everything)
    return tuple(pack for pack in packs if pack.is_in_force(day))


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
            packs[id] = load_pack(everything.packs[id], everything.checks)
        except PackError as error:
            faults += str(error).splitlines()
            continue
        missing = [other for other in packs[id].extends if other not in everything.packs]
        faults += [f"{packs[id].path}：extends 里的规则包 {other} 不存在" for other in missing]
        waiting[:0] = [other for other in packs[id].extends if other not in missing]
    if faults:
        raise RulesetError(faults)
    return tuple(packs.values())


def _load(paths: Iterable[Path], checks: Mapping[str, Check]) -> tuple[RulePack, ...]:
    packs: list[RulePack] = []
    faults: list[str] = []
    for path in paths:
        try:
            packs.append(load_pack(path, checks))
        except PackError as error:
            faults += str(error).splitlines()
    if faults:
        raise RulesetError(faults)
    return tuple(packs)


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
