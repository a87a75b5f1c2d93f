"""Pages for a browser: each is one file that needs nothing else, and nothing in it comes from a draft unescaped."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from wenlint import __version__


def render(template: str, script: str = "", **values: Any) -> str:
    """The page made of a template. ``script`` names a file beside it; no other script will run."""
    source = _asset(script) if script else ""
    return (
        _environment()
        .get_template(template)
        .render(
            style=Markup(_asset("style.css")),
            script=Markup(source),
            script_source=f"'sha256-{_sha256(source)}'" if script else "'none'",
            version=__version__,
            made=dt.datetime.now().astimezone().strftime("%Y年%m月%d日 %H:%M"),
            **values,
        )
    )


def _sha256(text: str) -> str:
    """As a Content-Security-Policy names a script (W3C CSP Level 3, 2.3.1)."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _asset(name: str) -> str:
    return files(__name__).joinpath(name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader(__name__, ""),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
