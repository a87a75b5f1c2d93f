"""文件属性里有不该带出去的人名和路径

查什么：文件属性里的作者、最后保存者、单位、主管，以及文件里记着的本机或共享文件夹的路径。

为什么：电子文件发出去，这些属性谁都能看到：谁起草的、谁最后改的、存在谁的电脑上。

怎么改：Word 用“文件—信息—检查文档”，WPS 用“文件—文档加密—属性”，删除个人信息再发。
"""

from __future__ import annotations

from collections.abc import Iterator

from wenlint.appearance import Appearance, Properties
from wenlint.check import Case, Check, Context, Param, Rule, Verdict
from wenlint.document import Document
from wenlint.text.presentation import top_of

_LONGEST = 30


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """One finding for all that the properties tell."""
    properties = document.appearance.properties if document.appearance else None
    if properties is None:
        return
    meaningless = {name.casefold() for name in rule.params["meaningless"]}
    named = {
        "作者": properties.author,
        "最后保存者": properties.last_author,
        "单位": properties.company,
        "主管": properties.manager,
    }
    named |= {"路径": _short(properties.paths[0])} if properties.paths else {}
    kept = {label: value for label, value in named.items() if value and value.casefold() not in meaningless}
    # A path may hold the title, which is not told under a marking.
    told = list(kept) if document.is_marked_secret else [f"{label}“{value}”" for label, value in kept.items()]
    if told:
        yield rule.finding(
            f"文件属性里留有{'、'.join(told)}",
            *top_of(document),
            advice="发出前删除文件属性里的个人信息（Word：文件—信息—检查文档）。",
            evidence={"properties": len(told)},
            whole=True,
        )


def _short(path: str) -> str:
    return path if len(path) <= _LONGEST else f"{path[:12]}…{path[-16:]}"


_DRAFT = "关于加强涵洞巡查的通知|各区人民政府：|{60字}|示例市人民政府|2024年5月6日"


def _case(shown: str, properties: Properties | None) -> Case:
    appearance = Appearance(properties=properties)
    return Case(_DRAFT, {"meaningless": ["Administrator"]}, appearance=appearance, shown=shown)


CHECK = Check(
    name="file-properties",
    run=run,
    doc=__doc__,
    params={"meaningless": Param(list, "不算人名的作者名（程序自己填的）", [])},
    bad=(
        _case("作者：李明", Properties(author="李明")),
        _case("最后保存者：李明", Properties(author="Administrator", last_author="李明")),
        _case("模板路径", Properties(paths=("D:\\李明\\公文\\模板.dotx",))),
    ),
    good=(
        _case("没有属性", Properties()),
        _case("作者：Administrator", Properties(author="Administrator")),
        _case("读不到属性", None),
    ),
)
