"""What a website puts around a document: a table of 标题：, 来源：, 索引号：, before the text."""

from __future__ import annotations

from wenlint.document import BlockKind, Part
from wenlint.reading.structure.lines import Line, Sketch
from wenlint.text.patterns import pattern

_FIELD = pattern(
    r"\A(?P<key>标\s*题|名\s*称|来\s*源|信息来源|URL|网\s*址|链\s*接|原文链接|抓取时间|发布日期|发布时间|发布机构|索\s*引\s*号|发文机关|"
    r"成文日期|发文日期|主题分类|体裁分类|文\s*种|发文字号|文\s*号|有效性|公开方式|公开日期|浏览次数)\s*[:：]\s*(?P<value>.*)\Z"
)
_LEAST = 2


def take_furniture(sketch: Sketch) -> dict[str, str]:
    """Labels leading lines that are a website's table of fields; returns the fields by name."""
    fields: dict[str, str] = {}
    taken: list[Line] = []
    for line in sketch.story():
        match = _FIELD.match(line.text)
        if match is None:
            break
        fields["".join(match["key"].split())] = match["value"].strip()
        taken.append(line)
    if len(taken) < _LEAST or fields.keys() <= {"标题", "文号", "发文字号", "名称"}:
        return {}
    for line in taken:
        sketch.label(line, BlockKind.FOREIGN)
    sketch.set_part(taken, Part.FOREIGN)
    return fields
