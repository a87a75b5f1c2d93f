"""``wenlint rules``: every rule, with check, article, limit and severity."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from wenlint import registry, ruleset
from wenlint.check import Rule
from wenlint.cli.errors import Failure
from wenlint.cli.options import config_option, on_option, pack_option, settings_from
from wenlint.packs import RulePack
from wenlint.report.places import describe_article
from wenlint.report.width import cells, pad, wrap

_EPILOG = """
\b
例：
  wenlint rules
  wenlint rules --pack beijing-2019-13
  wenlint rules --on 2018-01-01
  wenlint rules --format json
"""
SEVERITY_WORDS = {"error": "错误", "warning": "警告", "info": "提示"}


@click.command("rules", epilog=_EPILOG, options_metavar="[选项]", short_help="列出全部规则：检查、条款、限额、级别。")
@pack_option
@click.option(
    "--format",
    type=click.Choice(["text", "json"]),
    default="text",
    metavar="格式",
    help="text 给人看（默认），json 给程序用。",
)
@on_option
@config_option
def command(packs: tuple[str, ...], format: str, on: dt.date | None, config_file: Path | None) -> None:
    """列出全部规则，按规则包排：规则名、级别、条款、用的检查、限额、管哪类文稿、大意。

    标“默认”的规则包，不指定 --pack 时就用；“本单位”的写在 wenlint.toml 里。--on 只列那一天在施行的。
    """
    settings = settings_from(config_file, packs=packs, on=on)
    try:
        everything = ruleset.found(settings)
        shown = ruleset.gather(settings).packs if packs else ruleset.all_packs(everything)
    except ruleset.RulesetError as error:
        raise Failure(error.faults) from None
    day = settings.today
    replaced = ruleset.superseded(shown, day)
    idle = [] if on is None else [pack for pack in shown if not pack.is_in_force(day) or pack.id in replaced]
    shown = tuple(pack for pack in shown if pack not in idle)
    if format == "json":
        objects = [_object(pack, day, replaced) for pack in shown]
        click.echo(json.dumps(objects, ensure_ascii=False, indent=2, default=str))
        return
    for pack in shown:
        click.echo("\n".join(_lines(pack, everything, replaced, day)) + "\n")
    if idle:
        told = "；".join(f"{pack.id} {_state(pack, replaced, day)}" for pack in idle)
        click.echo(f"{day} 不施行的：{told}")


def _lines(
    pack: RulePack, everything: registry.Registry, replaced: Mapping[str, RulePack], day: dt.date
) -> Iterator[str]:
    number = f" {pack.number}" if pack.number else ""
    mark = "（本单位）" if pack.id in everything.tables else "（默认）" if pack.default else ""
    yield f"{pack.id}{mark}  《{pack.title}》{number}"
    state = _state(pack, replaced, day)
    yield "  " + " · ".join(filter(None, (pack.issuer, pack.jurisdiction, pack.rank, state, *_relations(pack))))
    yield from wrap(f"  核对：{pack.verified}", _WIDTH)
    rows = [_row(rule, replaced) for rule in pack.rules]
    widths = [max(cells(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        yield "  " + "  ".join(pad(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()


_WIDTH = 100


def _state(pack: RulePack, replaced: Mapping[str, RulePack], day: dt.date) -> str:
    """Whether it is in force on that day, and from when or up to when."""
    since, until = pack.in_force
    if since and day < since:
        return f"{since} 起施行"
    if until and day >= until:
        return f"{until} 起不再施行"
    if pack.id in replaced:
        return f"已由 {replaced[pack.id].id} 取代"
    return " ".join(filter(None, (f"{since} 起施行" if since else "施行中", f"到 {until} 为止" if until else "")))


def _relations(pack: RulePack) -> Iterator[str]:
    if pack.extends:
        yield f"一并用 {'、'.join(pack.extends)}"
    if pack.supersedes:
        yield f"取代 {'、'.join(pack.supersedes)}"


def _row(rule: Rule, replaced: Mapping[str, RulePack]) -> tuple[str, ...]:
    by = f"（由 {replaced[rule.id].id} 取代）" if rule.id in replaced else ""
    return (
        rule.id.partition("/")[2] + by,
        SEVERITY_WORDS[rule.severity.word],
        describe_article(rule.cite.article).strip() + (f"（{rule.cite.strength}）" if rule.cite.strength else ""),
        rule.check,
        limit_of(rule),
        "、".join(sorted(kind.label for kind in rule.kinds)),
        rule.cite.summary,
    )


def limit_of(rule: Rule) -> str:
    """The figure that the rule sets, with its unit: ``10 页``, ``1 次/年``; "" when it sets none."""
    limit, unit, often = rule.params.get("limit"), rule.params.get("unit", ""), rule.params.get("per_year")
    if isinstance(limit, int | float) and unit:
        return f"{limit:g} {unit}"
    return f"{often:g} 次/年" if isinstance(often, int | float) and often else ""


def in_full(value: Any) -> str:
    """A parameter's value as people write it."""
    if isinstance(value, dict):
        return "、".join(f"{key} {item}" for key, item in value.items())
    if isinstance(value, list):
        return "、".join(map(str, value))
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def _object(pack: RulePack, day: dt.date, replaced: Mapping[str, RulePack]) -> dict[str, Any]:
    since, until = pack.in_force
    return {
        "id": pack.id,
        "title": pack.title,
        "number": pack.number,
        "issuer": pack.issuer,
        "jurisdiction": pack.jurisdiction,
        "rank": pack.rank,
        "default": pack.default,
        "in_force": [since, until],
        "is_in_force": pack.is_in_force(day) and pack.id not in replaced,
        "supersedes": pack.supersedes,
        "extends": pack.extends,
        "verified": pack.verified,
        "sources": pack.sources,
        "rules": [_rule_object(rule) for rule in pack.rules],
    }


def _rule_object(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "check": rule.check,
        "severity": rule.severity.word,
        "article": rule.cite.article,
        "strength": rule.cite.strength,
        "summary": rule.cite.summary,
        "kinds": _sorted(rule.kinds),
        "directions": _sorted(rule.directions),
        "params": dict(rule.params),
    }


def _sorted(values: Iterable[str]) -> list[str]:
    return sorted(str(value) for value in values)
