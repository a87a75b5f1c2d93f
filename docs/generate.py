"""Writes checks/README.md from the checks and packs themselves; ``--check`` only compares.

Usage: python docs/generate.py [--check]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from wenlint.check import Case, Check, Rule
from wenlint.packs import RulePack, load_pack
from wenlint.registry import find
from wenlint.trial import run_case

TARGET = Path(__file__).resolve().parent.parent / "checks" / "README.md"
_HEAD = """\
# 检查和规则

<!-- 由 docs/generate.py 生成（make docs），不要手改。 -->

一个检查是一种判断方法，写在 `wenlint_checks/` 下的一个文件里；一条规则是某份规定对它的用法，写在
`wenlint_checks/packs/` 下的规则包里。下面的例子就是检查自己的测试，`|` 分段，`{300字}` 代表那么多无关的正文。
"""
_SEVERITIES = {"error": "错误", "warning": "警告", "info": "提示"}


def page(checks: Mapping[str, Check], packs: Sequence[RulePack]) -> str:
    """The whole page."""
    rules = [rule for pack in packs for rule in pack.rules]
    sections = [_HEAD, "\n".join(_pack_table(packs))]
    sections += ["\n".join(_section(check, rules)) for _, check in sorted(checks.items())]
    return "\n\n".join(section.rstrip() for section in sections) + "\n"


def _pack_table(packs: Sequence[RulePack]) -> Iterator[str]:
    yield "## 规则包"
    yield ""
    yield "| 规则包 | 规定 | 默认 | 规则 | 核对情况 |"
    yield "|---|---|---|---|---|"
    for pack in packs:
        default = "是" if pack.default else ""
        yield f"| `{pack.id}` | 《{pack.title}》{pack.number} | {default} | {len(pack.rules)} | {pack.verified} |"


def _section(check: Check, rules: Sequence[Rule]) -> Iterator[str]:
    title, _, rest = check.doc.strip().partition("\n")
    yield f"## {check.name}：{title}"
    yield ""
    for paragraph in rest.strip().split("\n\n"):
        yield "".join(line.strip() for line in paragraph.splitlines())
        yield ""
    yield from _parameters(check)
    yield from _rules([rule for rule in rules if rule.check == check.name])
    yield from _examples(check, "会报的", check.bad)
    yield from _examples(check, "不会报的", check.good)


def _parameters(check: Check) -> Iterator[str]:
    if check.params:
        yield "| 参数 | 含义 | 默认 |"
        yield "|---|---|---|"
        for name, param in check.params.items():
            default = "必填" if param.default is None else f"`{param.default!r}`"
            yield f"| `{name}` | {param.about} | {default} |"
        yield ""


def _rules(rules: Sequence[Rule]) -> Iterator[str]:
    if rules:
        yield "| 规则 | 条款 | 力度 | 级别 | 大意 |"
        yield "|---|---|---|---|---|"
        for rule in rules:
            cite = rule.cite
            severity = _SEVERITIES[rule.severity.word]
            yield f"| `{rule.id}` | {cite.number} {cite.article} | {cite.strength} | {severity} | {cite.summary} |"
        yield ""


def _examples(check: Check, label: str, cases: Sequence[Case]) -> Iterator[str]:
    yield f"{label}："
    yield ""
    for case in cases:
        yield f"- `{case.draft}`" + _circumstances(case) + _answer(check, case)
    yield ""


def _circumstances(case: Case) -> str:
    if case.pages is not None:
        low, high = (case.pages, case.pages) if isinstance(case.pages, int) else case.pages
        return f"，{low} 页" if low == high else f"，{low}–{high} 页"
    if case.shown:
        return f"，{case.shown}"
    superiors = "".join(f"，上级文件库里有：`{superior}`" for superior in case.superiors)
    return superiors + "".join(f"，同一文件夹里有：`{other}`" for other in case.others)


def _answer(check: Check, case: Case) -> str:
    findings, unknown = run_case(check, case)
    said = [finding.message for finding in findings] + [f"无法判断：{answer.reason}" for answer in unknown]
    return "".join(f"<br>→ {message}" for message in said)


def main(arguments: Sequence[str]) -> int:
    """Writes the page; with ``--check`` returns 1 when the page on disk is not up to date."""
    registry = find()
    packs = [load_pack(path, registry.checks) for _, path in sorted(registry.packs.items())]
    text = page(registry.checks, packs)
    if "--check" not in arguments:
        TARGET.write_text(text, encoding="utf-8")
        return 0
    current = TARGET.read_text(encoding="utf-8") if TARGET.exists() else ""
    if current != text:
        print(f"{TARGET} is not up to date: run make docs", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
