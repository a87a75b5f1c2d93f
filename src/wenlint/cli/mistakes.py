"""What somebody probably meant who named a file that is not there, or is no draft."""

from __future__ import annotations

import os
import re
from difflib import get_close_matches
from pathlib import Path

_QUOTES = "\"'“”‘’"
_SUFFIXED = re.compile(r"\.\w{1,8}$")
_DATA = {
    ".csv": "年度计划用 --plan 给",
    ".json": "",
    ".jsonl": "",
    ".toml": "配置用 --config 给",
    ".sarif": "",
    ".log": "",
}


def about(path: Path) -> str:
    """Why the file of this name cannot be judged, and what to write instead; "" when nothing comes to mind."""
    if not os.path.lexists(path):
        return _about_missing(path)
    suffix = path.suffix.lower()
    if suffix not in _DATA:
        return ""
    return "；".join(filter(None, (f"这是 {suffix} 文件，不是公文稿", _DATA[suffix])))


def _about_missing(path: Path) -> str:
    name = str(path)
    if name.strip(_QUOTES) != name:
        return "文件不存在；文件名两头多了引号，去掉再试"
    if re.match(r"https?:/", name):
        return "这是网址；wenlint 不联网，请把文件下载到本机再查"
    if name[0] in "—–－":
        return "文件不存在；要写选项的话，开头是两个英文减号（--）"
    if "*" in name or "?" in name:
        return "没有名字合得上的文件；请核对通配符和所在的文件夹"
    if name[0] == "～":
        return "文件不存在；～要用英文的 ~"
    if os.sep == "/" and re.match(r"[A-Za-z]:\\", name):
        return "文件不存在；这是 Windows 的路径，这台机器上的路径用 / 分隔，如 /home/…/稿子.docx"
    near = _alike(path)
    return f"文件不存在，是不是想写 {near}？" if near else ""


def _alike(path: Path) -> str:
    """The file of the same folder that is named nearly so, or so but for its suffix."""
    try:
        beside = sorted(one for one in path.parent.iterdir() if not one.name.startswith((".", "~$")))
    except OSError:
        return ""
    stems = {_SUFFIXED.sub("", one.name): one for one in reversed(beside)}
    near = get_close_matches(_SUFFIXED.sub("", path.name), stems, n=1, cutoff=0.5)
    return str(stems[near[0]]) if near else ""
