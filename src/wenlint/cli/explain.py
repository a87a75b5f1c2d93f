"""``wenlint explain``: a check or a rule in full, with the check's own examples and what wenlint says of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from wenlint import ruleset
from wenlint.check import Case, Check, Rule
from wenlint.cli.errors import Failure
from wenlint.cli.options import complete_names, config_option, settings_from
from wenlint.cli.rules import SEVERITY_WORDS, in_full, limit_of
from wenlint.config import did_you_mean
from wenlint.packs import RulePack
from wenlint.report.places import describe_citation
from wenlint.report.width import cells, wrap

_EPILOG = """
\b
例：
  wenlint explain over-length
  wenlint explain beijing-2019-13/6-policy-pages
"""
_WIDTH = 96
_EXAMPLES = 3  # of each sort; the check's file has them all


@click.command("explain", epilog=_EPILOG, options_metavar="[选项]", short_help="讲清一项检查或一条规则。")
@click.argument("name", metavar="名称", shell_complete=complete_names)
@config_option
def command(name: str, config_file: Path | None) -> None:
    """讲清一项检查或一条规则：查什么、为什么、怎么改，依据哪一条，反例和正例。"""
    try:
        everything = ruleset.found(settings_from(config_file))
        packs = {pack.id: pack for pack in ruleset.all_packs(everything)}
    except ruleset.RulesetError as error:
        raise Failure(error.faults) from None
    rules = {rule.id: rule for pack in packs.values() for rule in pack.rules}
    if name in rules:
        rule = rules[name]
        check = everything.checks[rule.check]
        lines = [*_rule(rule, check, packs[rule.cite.pack]), "", *_check(check)]
    elif name in everything.checks:
        check = everything.checks[name]
        lines = [*_check(check), "", *_used_by(check, rules)]
    else:
        raise Failure(f"没有名为 {name} 的检查或规则{did_you_mean(name, {*rules, *everything.checks})}")
    click.echo("\n".join(lines))


def _rule(rule: Rule, check: Check, pack: RulePack) -> Iterator[str]:
    yield f"规则 {rule.id}（{SEVERITY_WORDS[rule.severity.word]}）"
    yield from _filled("依据", describe_citation(rule.cite))
    yield from _filled("大意", rule.cite.summary)
    since, until = pack.in_force
    dates = "，".join(filter(None, (f"{since} 起施行" if since else "", f"{until} 起不再施行" if until else "")))
    yield from _filled("出自", " · ".join(filter(None, (pack.issuer, pack.jurisdiction, pack.rank, dates))))
    yield from _filled("核对", pack.verified)
    for key, value in rule.params.items():
        if value != check.params[key].default:
            yield from _filled("设定", f"{key}（{check.params[key].about}）：{_readable(value)}")
    yield from _filled("适用", "、".join(sorted(kind.label for kind in rule.kinds)) or "各类文稿")
    if rule.advice:
        yield from _filled("建议", rule.advice)
    for label, sentences in (("反例", rule.bad), ("正例", rule.good)):
        for sentence in sentences:
            yield from _filled(label, sentence.replace("|", " | "))
            for answer in _answers(rule, check, sentence):
                yield from _filled("  →", answer)


def _answers(rule: Rule, check: Check, sentence: str) -> list[str]:
    """What wenlint really says of a rule's own example."""
    from wenlint.trial import run_example

    return [finding.message for finding in run_example(check, rule, sentence)] or ["没有问题"]


_LONGEST_SETTING = 160


def _readable(value: object) -> str:
    """A setting in full, unless it is a page of patterns that only the pack's file can show well."""
    full = in_full(value)
    if len(full) <= _LONGEST_SETTING:
        return full
    return f"共 {len(value)} 项，见规则包" if isinstance(value, list | dict) else f"{full[:_LONGEST_SETTING]}…"


def _check(check: Check) -> Iterator[str]:
    title, _, rest = check.doc.strip().partition("\n")
    yield f"检查 {check.name}：{title}"
    for paragraph in rest.strip().split("\n\n"):
        yield ""
        yield from (f"  {line}" for line in wrap("".join(map(str.strip, paragraph.splitlines())), _WIDTH - 2))
    if check.params:
        yield ""
        yield "  参数"
        for name, param in check.params.items():
            default = (
                "" if param.default is None or param.default in ([], {}, "") else f"（默认 {in_full(param.default)}）"
            )
            yield from _filled(name, f"{param.about}{default}", indent="    ")
    yield from _examples(check, check.bad, "反例")
    yield from _examples(check, check.good, "正例")


def _examples(check: Check, cases: tuple[Case, ...], label: str) -> Iterator[str]:
    for number, case in enumerate(cases[:_EXAMPLES], start=1):
        yield ""
        yield f"  {label} {number}{_assumed(case)}"
        for line in case.draft.split("|"):
            yield from (f"    │ {row}" for row in wrap(line.strip(), _WIDTH - 6))
        yield from (f"    → {row}" for row in _verdict(check, case))


def _assumed(case: Case) -> str:
    """What the example takes for granted beyond its text."""
    told = [f"{key}={in_full(value)}" for key, value in case.params.items() if len(in_full(value)) <= 20]
    if case.pages is not None:
        low, high = (case.pages, case.pages) if isinstance(case.pages, int) else case.pages
        told.append(f"假定 {low} 页" if low == high else f"假定 {low}～{high} 页")
    if case.kind is not None:
        told.append(f"类别 {case.kind.label}")
    if case.shown:
        told.append(case.shown)
    if case.others:
        told.append(
            f"同一文件夹里还有 {len(case.others)} 份：{'；'.join(text.partition('|')[0] for text in case.others)}"
        )
    if case.superiors:
        told.append(f"库里有《{'》《'.join(text.partition('|')[0] for text in case.superiors)}》")
    return f"（{'，'.join(told)}）" if told else ""


def _verdict(check: Check, case: Case) -> Iterator[str]:
    """What wenlint really says of the example."""
    from wenlint.trial import run_case

    findings, unknown = run_case(check, case)
    answers = [finding.message for finding in findings] + [f"无法判断：{answer.reason}" for answer in unknown]
    for answer in answers or ["没有问题"]:
        yield from wrap(answer, _WIDTH - 6)


def _used_by(check: Check, rules: Mapping[str, Rule]) -> Iterator[str]:
    yield "  用它的规则"
    for rule in rules.values():
        if rule.check == check.name:
            yield f"    {rule.id}  {describe_citation(rule.cite)}  {limit_of(rule)}".rstrip()


def _filled(label: str, text: str, indent: str = "  ") -> Iterator[str]:
    head = f"{indent}{label}  "
    margin = cells(head)
    for line in wrap(text, _WIDTH - margin):
        yield f"{head}{line}".rstrip()
        head = " " * margin
