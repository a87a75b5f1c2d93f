"""``wenlint annotate``: the draft back with a comment at every finding."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wenlint.cli import output
from wenlint.cli.errors import ExitCode, Failure, code_of
from wenlint.cli.judging import exemptions_of, judged, ruleset_of, targets_of
from wenlint.cli.options import (
    config_option,
    corpus_option,
    exemption_options,
    fail_on_option,
    kind_option,
    on_option,
    pack_option,
    pages_option,
    plan_option,
    rule_options,
    settings_from,
)
from wenlint.config import Settings
from wenlint.finding import Outcome
from wenlint.reading import ReadingError, load
from wenlint.report.harmless import on_one_line

if TYPE_CHECKING:
    from wenlint.report.annotate import Copy

_EPILOG = """
\b
例：
  wenlint annotate 稿子.docx -o 稿子-批注.docx
  wenlint annotate 稿子.docx -o 稿子-批注.docx --fix
  wenlint annotate 稿子.pdf -o 稿子-批注.pdf

原稿不改动。批注的作者是 wenlint，别人的批注和修订原样保留；对批注过的副本再运行一次，
只换掉 wenlint 自己的批注（有人答复过的留着）。Word 稿的页眉、页脚、注释和文本框里加不了批注，标在最近的正文处。
PDF 里的批注是高亮，整份稿子的问题（页数、字数等）是标题旁的便签。加了密或有数字签名的 PDF 不批注，以免签名失效。
带密级标志的文稿，批注里不引原文。

退出码与 wenlint check 相同：0 没有问题；1 有问题；2 用法或配置有误；3 没能判断。
"""


@click.command(
    "annotate",
    epilog=_EPILOG,
    options_metavar="[选项]",
    short_help="在稿子（Word、PDF）的副本里加批注。",
)
@click.argument("draft", type=click.Path(path_type=Path), metavar="稿子")
@click.option(
    "-o", "--output", "file", type=click.Path(path_type=Path), required=True, metavar="文件", help="副本的文件名。"
)
@click.option("--fix", is_flag=True, help="有确定改法的问题，用修订标出改法，由你接受或拒绝；只用于 Word 稿。")
@pack_option
@kind_option
@pages_option
@corpus_option
@plan_option
@rule_options
@fail_on_option
@exemption_options
@on_option
@config_option
@click.pass_context
def command(ctx: click.Context, /, draft: Path, file: Path, fix: bool, config_file: Path | None, **given: Any) -> None:
    """给稿子做一份带批注的副本，每个问题标在原文处：错在哪、依据哪一条、怎么改。

    能批注的是 Word 稿（.docx；.doc、.wps、.odt、.rtf 先由 LibreOffice 转成 .docx）和 PDF。
    OFD 和文本文件不能加批注，用 wenlint check --format html 看标在原文上的报告。
    """
    output.check_target(file, [draft])
    settings = settings_from(config_file, **given)
    outcome = _judged(draft, settings)
    if outcome.document is None:
        click.echo(f"{on_one_line(outcome.path)}：{outcome.error}", err=True)
        ctx.exit(ExitCode.UNJUDGED)
    copy = _copy(draft, outcome, fix)
    if file.suffix.lower() != copy.suffix:
        raise Failure(f"-o {file}：副本是 {copy.suffix} 文件，文件名要以 {copy.suffix} 结尾，不然打不开")
    output.write_bytes(file, copy.data)
    click.echo("\n".join(_told(file, copy, outcome)))
    ctx.exit(code_of(outcome, settings.fail_on.value))


def _judged(draft: Path, settings: Settings) -> Outcome:
    if draft.is_dir():
        raise Failure(f"{draft} 是文件夹；annotate 一次批注一份稿子")
    ruleset = ruleset_of(settings)
    answered = exemptions_of(settings)
    targets = targets_of([draft], settings)
    (outcome,) = map(answered.apply, judged(targets, settings, ruleset, loading=_load))
    return outcome


def _load(draft: Path) -> bytes:
    """The draft without the comments of an earlier run, which are no fault of the drafter's."""
    from wenlint.report.annotate import without_own_comments

    return without_own_comments(load(draft))


def _copy(draft: Path, outcome: Outcome, fix: bool) -> Copy:
    from wenlint.report.annotate import AnnotatingError, annotated

    try:
        return annotated(_load(draft), outcome, fix)
    except ReadingError as error:
        raise Failure(f"{draft}：{error.message}") from None
    except AnnotatingError as error:
        instead = f"；请用 wenlint check {draft} --format html 看标在原文上的报告" if error.takes_none else ""
        raise Failure(f"{draft}：{error}{instead}") from None


def _told(file: Path, copy: Copy, outcome: Outcome) -> Iterator[str]:
    """What was done, in a line or a few."""
    from wenlint.report.annotate.copy import CONVERTED

    document = outcome.document
    assert document is not None
    if not outcome.findings:
        yield f"没有发现问题，副本里没有批注：{on_one_line(str(file))}"
    else:
        beside = f"（其中 {copy.elsewhere} 条标在最近的正文处）" if copy.elsewhere else ""
        mends = f"，修订 {copy.mended} 处" if copy.mended else ""
        yield f"批注 {copy.comments} 条{beside}{mends}：{on_one_line(str(file))}"
    if copy.unmended:
        yield f"另有 {copy.unmended} 处改法没法用修订标出（在自动编号、域或别人的修订里），请照批注改"
    if outcome.skipped:
        yield f"无法判断的规则 {len(outcome.skipped)} 项，用 wenlint check 看原因"
    if document.format in CONVERTED:
        yield f"原稿是 .{document.format}，副本由 LibreOffice 转成 .docx 后批注，版面可能略有出入"
