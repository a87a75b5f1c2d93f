"""What a reader of the result should know about how a .docx was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wenlint.reading.docx.model import Tally
from wenlint.reading.flow import Paragraph, Region


def remarks(tally: Tally, paragraphs: Iterable[Paragraph]) -> Iterator[str]:
    """Notes in Chinese, in the order of their weight."""
    if tally.insertions or tally.deletions:
        yield (f"文件带有修订痕迹（插入 {tally.insertions} 处、删除 {tally.deletions} 处），按接受全部修订后的文字检查")
    if tally.hidden:
        yield f"有隐藏文字 {tally.hidden} 处，打印不出来，未列入检查"
    if tally.comments:
        yield f"有批注 {tally.comments} 处，批注内容未列入检查"
    if tally.imports:
        yield f"有外部插入的内容 {tally.imports} 处，读不出其中的文字，请用 Word 或 WPS 打开后另存再检查"
    if tally.images:
        yield f"有图片 {tally.images} 幅，图片里的文字未列入检查"
    if tally.objects or tally.charts:
        yield f"有嵌入对象或图表 {tally.objects + tally.charts} 个，其中的文字未列入检查"
    if any(paragraph.region is Region.HEADER for paragraph in paragraphs):
        yield "页眉里有文字，不计入正文字数"
