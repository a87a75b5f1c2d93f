"""Findings as workflow commands of GitHub Actions, which show them beside the files of a change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wenlint.check import Rule
from wenlint.finding import Outcome, Severity
from wenlint.report.disclosure import Disclosure
from wenlint.report.places import describe, describe_citation, line_of

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(outcomes: Sequence[Outcome], _rules: Sequence[Rule] = ()) -> str:
    """A line for each finding, and for each file that could not be judged."""
    return "".join(f"{line}\n" for outcome in outcomes for line in _lines(outcome))


def _lines(outcome: Outcome) -> Iterator[str]:
    document = outcome.document
    if document is None:
        yield _command("error", outcome.path, None, "没能判断", outcome.error or "")
        return
    open_to = Disclosure(document)
    for finding in outcome.findings:
        place = next((place for place in finding.at if place.source is None), None)
        said = [open_to.said(finding.message)]
        said += [f"位置：{describe(document, place)}"] if place else []
        said += [f"怎么改：{open_to.said(finding.advice)}"] if finding.advice else []
        said.append(f"依据：{describe_citation(finding.cite)}")
        line = line_of(document, place.span) if place else None
        yield _command(_COMMANDS[finding.severity], outcome.path, line, finding.rule, "\n".join(said))


def _command(name: str, path: str, line: int | None, title: str, message: str) -> str:
    place = f",line={line}" if line else ""
    return f"::{name} file={_value(path)}{place},title={_value(title)}::{_escaped(message)}"


def _escaped(text: str) -> str:
    """So that no draft and no file name begins a command of its own."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _value(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
