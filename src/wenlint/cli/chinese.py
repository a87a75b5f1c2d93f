"""click in Chinese: its fixed phrases, and help texts wrapped by the width of Chinese characters."""

from __future__ import annotations

import importlib
from collections.abc import Iterable

import click

from wenlint.report.width import cells, pad, wrap

_PHRASES = {
    "Aborted!": "已中断",
    "Arguments": "参数",
    "Commands": "命令",
    "Options": "选项",
    "Positional arguments": "参数",
    "Usage:": "用法：",
    "(dynamic)": "（视情况而定）",
    "default: {default}": "默认 {default}",
    "env var: {var}": "环境变量 {var}",
    "required": "必填",
    "deprecated": "已不推荐",
    "file": "文件",
    "directory": "文件夹",
    "path": "路径",
    "Show this message and exit.": "显示这份帮助。",
    "Show the version and exit.": "显示版本号。",
    "Error: {message}": "错误：{message}",
    "Try '{command} {option}' for help.": "用法见 {command} {option}",
    "Invalid value: {message}": "取值不对：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 取值不对：{message}",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing {param_type}": "缺少 {param_type}",
    "Missing parameter: {param_name}": "缺少参数 {param_name}",
    "Missing command.": "没有写命令",
    "No such option {name!r}.": "没有选项 {name}。",
    "No such option: {name}": "没有选项 {name}",
    "No such command {name!r}.": "没有命令 {name}。",
    "Did you mean {possibility}?": "是不是想写 {possibility}？",
    "(Did you mean one of: {possibilities}?)": "是不是想写其中之一：{possibilities}？",
    "(Possible options: {possibilities})": "是不是想写其中之一：{possibilities}？",
    "Got unexpected extra argument ({args})": "多出了参数 {args}",
    "Got unexpected extra arguments ({args})": "多出了参数 {args}",
    "Option {name!r} does not take a value.": "选项 {name} 后面不带取值。",
    "Option {name!r} requires an argument.": "选项 {name} 后面要写取值。",
    "Option {name!r} requires {nargs} arguments.": "选项 {name} 后面要写 {nargs} 个取值。",
    "Argument {name!r} takes {nargs} values.": "参数 {name} 要 {nargs} 个取值。",
    "Takes {nargs} values but 1 was given.": "要 {nargs} 个取值，只给了 1 个。",
    "Takes {nargs} values but {len} were given.": "要 {nargs} 个取值，给了 {len} 个。",
    "Choose from:\n\t{choices}": "可用：{choices}",
    "{value!r} is not {choice}.": "{value} 不是 {choice}。",
    "{value!r} is not one of {choices}.": "{value} 不在可用的取值里（{choices}）。",
    "{value!r} is not a valid {number_type}.": "{value} 不是有效的数。",
    "{name} {filename!r} does not exist.": "{filename} 不存在。",
    "{name} {filename!r} is a file.": "{filename} 是文件，不是文件夹。",
    "{name} {filename!r} is a directory.": "{filename} 是文件夹，不是文件。",
    "{name} {filename!r} is not readable.": "{filename} 没有读取权限。",
    "{name} {filename!r} is not writable.": "{filename} 没有写入权限。",
    "Shell completion is not supported for Bash versions older than 4.4.": "Bash 4.4 以上才能自动补全。",
    "Couldn't detect Bash version, shell completion is not supported.": "认不出 Bash 版本，不能自动补全。",
}
_MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "shell_completion", "types")


def _one(phrase: str) -> str:
    return _PHRASES.get(phrase, phrase)


def _one_or_many(one: str, many: str, count: int) -> str:
    return _one(one if count == 1 else many)


def install() -> None:
    """Gives click's modules the Chinese phrases; a phrase that a later click adds stays English.

    click takes its phrases from gettext under these two names in each module. A catalogue on disk
    would depend on the user's locale, which on servers is often C.
    """
    for name in _MODULES:
        module = importlib.import_module(f"click.{name}")
        for attribute, translate in (("_", _one), ("ngettext", _one_or_many)):
            if hasattr(module, attribute):
                setattr(module, attribute, translate)


class Formatter(click.HelpFormatter):
    """Wraps by terminal cells and anywhere between Chinese characters; click breaks at spaces only."""

    def write_text(self, text: str) -> None:
        """A text; paragraphs that begin with ``\\b`` keep their lines."""
        indent = " " * self.current_indent
        for number, paragraph in enumerate(text.strip("\n").split("\n\n")):
            if number:
                self.write("\n")
            if paragraph.startswith("\b"):
                lines = paragraph.split("\n")[1:]
            else:
                lines = wrap(_joined(paragraph.splitlines()), self._room(self.current_indent))
            for line in lines:
                self.write(f"{indent}{line}\n" if line else "\n")

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """``用法：wenlint check …``."""
        self.write(f"{_one('Usage:') if prefix is None else prefix}{prog} {args}\n")

    def write_heading(self, heading: str) -> None:
        """``选项：``."""
        self.write(f"{' ' * self.current_indent}{heading}：\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Two columns: names, and what they mean."""
        rows = list(rows)
        first = min(max((cells(name) for name, _ in rows), default=0), col_max) + col_spacing
        for name, about in rows:
            self._write_entry(name, about, first)

    def _write_entry(self, name: str, about: str, first: int) -> None:
        indent = " " * self.current_indent
        lines = wrap(_joined(about.splitlines()), self._room(self.current_indent + first)) if about else [""]
        if cells(name) >= first:
            self.write(f"{indent}{name}\n")
            name = ""
        self.write(f"{indent}{pad(name, first)}{lines[0]}".rstrip() + "\n")
        for line in lines[1:]:
            self.write(f"{indent}{' ' * first}{line}\n")

    def _room(self, taken: int) -> int:
        return max(self.width - taken, 20)


def _joined(lines: Iterable[str]) -> str:
    """Lines of one paragraph as one line; Chinese needs no space where a line ended."""
    text = ""
    for line in (line.strip() for line in lines):
        is_latin = text and line and text[-1].isascii() and line[0].isascii()
        text += f" {line}" if is_latin else line
    return text
