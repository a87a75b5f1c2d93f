"""``wenlint corpus``: the library of superior documents."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from wenlint.cli.errors import ExitCode, Failure
from wenlint.cli.library import created, guarded, opened
from wenlint.cli.options import config_option, corpus_option, settings_from
from wenlint.config import user_corpus
from wenlint.report.width import cells, pad
from wenlint.reuse import Entry, Stored, repair_library, verify_library

_EPILOG = """
\b
例：
  wenlint corpus add 上级文件夹
  wenlint corpus add 某意见.docx 某通知.pdf --corpus 上级文件库
  wenlint corpus list
  wenlint corpus show 3f2a
  wenlint corpus remove 3f2a

\b
上级文件库放在哪里：--corpus 指定的，或 wenlint.toml 里写的，或就近的
.wenlint/corpus，都没有时是用户数据文件夹。库只在本机，不联网。
"""
_USES = {
    "add": ("上级文件夹", "某意见.docx 某通知.pdf --corpus 上级文件库"),
    "list": ("", "--format json"),
    "show": ("3f2a", "3f2a --format json"),
    "remove": ("3f2a",),
    "verify": ("", "--repair"),
    "stats": ("", "--corpus 上级文件库"),
}


def _examples(name: str) -> str:
    return "\b\n例：\n" + "\n".join(f"  wenlint corpus {name} {use}".rstrip() for use in _USES[name])


_STATS = {
    "documents": "文件",
    "texts": "有全文的",
    "facts": "只有目录信息的",
    "characters": "全文字符",
    "segments": "索引段",
    "bytes": "占用字节",
    "index_bytes": "其中索引",
}
_format_option = click.option(
    "--format",
    type=click.Choice(["text", "json"]),
    default="text",
    metavar="格式",
    help="text 给人看（默认），json 给程序用。",
)


@click.group(
    "corpus",
    epilog=_EPILOG,
    options_metavar="[选项]",
    subcommand_metavar="命令 …",
    short_help="管理上级文件库：加入、列出、查看、删除。",
)
def command() -> None:
    """管理上级文件库。检查照搬照抄、有没有制定依据，都要和库里的文件比对。"""


@command.command("add", epilog=_examples("add"), options_metavar="[选项]", short_help="把文件加进库。")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="文件或文件夹…")
@corpus_option
@click.option("--allow-marked", is_flag=True, help="也加入带密级标志的文件：只用于比对，不显示原文。")
@config_option
@click.pass_context
def add(
    ctx: click.Context, /, paths: tuple[Path, ...], corpus: Path | None, allow_marked: bool, config_file: Path | None
) -> None:
    """把文件加进库；没有库就新建一个。文件夹连同子文件夹一起加。

    能加能检查的各种文件，也能加 .jsonl、.jsonl.zst、.csv 数据集和 catalogue.toml 目录。
    """
    from wenlint.intake import add_to

    folder = _folder(corpus, config_file)
    with guarded(), created(folder) as library:
        intake = add_to(library, paths, allow_marked=allow_marked, progress=_progress)
        total = len(library)
    for name, reason in intake.refused:
        click.echo(f"{name}：{reason}", err=True)
    replaced = f"，替换旧稿 {intake.replaced} 份" if intake.replaced else ""
    again = len(intake.ids) - intake.new - intake.replaced
    known = f"，{again} 份库里已有" if again else ""
    click.echo(f"新加入 {intake.new} 份{replaced}{known}；{folder} 里现有 {total} 份")
    if intake.refused:
        ctx.exit(ExitCode.UNJUDGED)


def _progress(count: int, _name: str) -> None:
    if count % 200 == 0 and sys.stderr.isatty():
        click.echo(f"已读 {count} 份……", err=True)


@command.command("list", epilog=_examples("list"), options_metavar="[选项]", short_help="列出库里的文件。")
@corpus_option
@_format_option
@config_option
def list_(corpus: Path | None, format: str, config_file: Path | None) -> None:
    """列出库里的文件：编号、题目、文号、日期、字符数。"""
    with guarded(), opened(_folder(corpus, config_file)) as library:
        entries = list(library.entries())
    if format == "json":
        click.echo(json.dumps([_object(stored) for stored in entries], ensure_ascii=False, indent=2))
        return
    width = max((cells(stored.id) for stored in entries), default=0)
    for stored in entries:
        entry = stored.entry
        details = [
            entry.number,
            entry.date,
            entry.status,
            f"{stored.characters} 字符" if stored.characters else "无全文",
            f"已有新版本 {stored.newer}" if stored.newer else "",
        ]
        click.echo(f"{pad(stored.id, width)}  {entry.title}  {'  '.join(filter(None, details))}")
    click.echo(f"共 {len(entries)} 份")


@command.command("show", epilog=_examples("show"), options_metavar="[选项]", short_help="看一份文件的信息和全文。")
@click.argument("id", metavar="编号")
@corpus_option
@_format_option
@config_option
def show(id: str, corpus: Path | None, format: str, config_file: Path | None) -> None:
    """看库里一份文件的信息和全文。编号可以只写开头几位；带密级标志的不显示全文。"""
    with guarded(), opened(_folder(corpus, config_file)) as library:
        stored = library.get(id)
    if stored is None:
        raise Failure(f"库里没有编号 {id}，或者不止一个这样开头；编号见 wenlint corpus list")
    text = None if stored.entry.marked else stored.entry.text
    if format == "json":
        click.echo(json.dumps({**_object(stored), "text": text}, ensure_ascii=False, indent=2))
        return
    for label, value in _facts(stored):
        if value:
            click.echo(f"{label}  {value}")
    click.echo("")
    click.echo("带密级标志，不显示全文" if text is None else text or "只有目录信息，没有全文")


def _facts(stored: Stored) -> list[tuple[str, str]]:
    entry = stored.entry
    return [
        ("编号", stored.id),
        ("题目", entry.title),
        ("文号", entry.number),
        ("发文机关", entry.issuer),
        ("日期", entry.date),
        ("效力", entry.status),
        ("新版本", stored.newer),
        ("来源", entry.source),
        ("加入", stored.added),
    ]


def _object(stored: Stored) -> dict[str, Any]:
    entry: Entry = stored.entry
    return {
        "id": stored.id,
        "title": entry.title,
        "number": entry.number,
        "issuer": entry.issuer,
        "level": entry.level,
        "date": entry.date,
        "status": entry.status,
        "source": entry.source,
        "marked": entry.marked,
        "characters": stored.characters,
        "added": stored.added,
        "newer": stored.newer,
    }


@command.command("remove", epilog=_examples("remove"), options_metavar="[选项]", short_help="从库里删除文件。")
@click.argument("ids", nargs=-1, required=True, metavar="编号…")
@corpus_option
@config_option
def remove(ids: tuple[str, ...], corpus: Path | None, config_file: Path | None) -> None:
    """从库里删除文件。原来的文件不动。"""
    with guarded(), opened(_folder(corpus, config_file)) as library:
        missing = [id for id in ids if not library.remove(id)]
    if len(missing) < len(ids):
        click.echo(f"删除了 {len(ids) - len(missing)} 份")
    if missing:
        raise Failure([f"库里没有编号 {id}，或者不止一个这样开头" for id in missing])


@command.command("verify", epilog=_examples("verify"), options_metavar="[选项]", short_help="检查库有没有损坏。")
@click.option("--repair", is_flag=True, help="由库里的文本重建损坏或缺失的索引，确认现有内容；修不了的照样列出。")
@corpus_option
@config_option
@click.pass_context
def verify(ctx: click.Context, /, repair: bool, corpus: Path | None, config_file: Path | None) -> None:
    """检查库有没有损坏：每份文件的信息、文本和索引都核对校验值。退出码：0 完好，1 有问题。"""
    folder = _folder(corpus, config_file)
    with guarded():
        faults = repair_library(folder) if repair else verify_library(folder)
    for fault in faults:
        click.echo(fault)
    if faults:
        ctx.exit(ExitCode.FINDINGS)
    click.echo(f"{folder} 完好")


@command.command("stats", epilog=_examples("stats"), options_metavar="[选项]", short_help="看库有多大。")
@corpus_option
@config_option
def stats(corpus: Path | None, config_file: Path | None) -> None:
    """看库里有多少文件、多少字符、占多少空间。"""
    folder = _folder(corpus, config_file)
    with guarded(), opened(folder) as library:
        figures = library.stats()
    click.echo(f"{folder}")
    for key, value in figures.items():
        click.echo(f"  {pad(_STATS.get(key, key), 14)}  {value}")


def _folder(corpus: Path | None, config_file: Path | None) -> Path:
    return settings_from(config_file, corpus=corpus).corpus.value or user_corpus()
