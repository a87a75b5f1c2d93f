"""Takes in the records of a scan and makes the overview of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from wenlint.batch.record import Record, unjudged
from wenlint.batch.spool import Spool
from wenlint.check import Context
from wenlint.drafts import Target
from wenlint.filed import FiledDraft
from wenlint.finding import Severity
from wenlint.gathering import judge_folder
from wenlint.gating import Marked
from wenlint.report.folder.overview import Overview, Row, Shared, row_of, with_shared
from wenlint.report.json import waiver_object
from wenlint.ruleset import Ruleset
from wenlint.waivers import Exemptions

MARKED = "文稿带密级标志，这里不收涉密文稿，没有查；请按保密规定处理，不要再上传、转发"


class Gatherer:
    """Keeps of every draft its row and what the folder's checks need; reports wait in the spool."""

    def __init__(
        self,
        folder: str,
        targets: Sequence[Target],
        exemptions: Exemptions,
        fail_on: Severity,
        marked: Marked = Marked.HOLD,
    ) -> None:
        self._folder = folder
        self._places = {str(target.path): place for place, target in enumerate(targets)}
        self._exemptions, self._fail_on, self._marked = exemptions, fail_on, marked
        self._rows: dict[int, Row] = {}
        self._filed: dict[int, FiledDraft] = {}
        self._spool = Spool()

    def add(self, record: Record) -> Row:
        """Takes in one record; the row to tell of it."""
        record = settled(record, self._exemptions, self._marked)
        place = self._places[record.path]
        row = row_of(record.told, place, self._fail_on, self._marked is Marked.ALLOW)
        self._rows[place] = row
        if record.filed:
            self._filed[place] = record.filed
        self._spool.add(record)
        return row

    def overview(self, ruleset: Ruleset, context: Context) -> Overview:
        """The whole, with the drafts held against each other.

        Raises:
            JudgingError: when a check of the folder breaks.
        """
        places = sorted(self._filed)
        found = judge_folder([self._filed[place] for place in places], ruleset.rules, ruleset.checks, context)
        shared = [Shared(one.finding, tuple(places[index] for index in one.drafts)) for one in found]
        rows = [self._rows[place] for place in sorted(self._rows)]
        return Overview(with_shared(rows, shared, self._fail_on), shared, folder=self._folder)

    def told(self) -> Iterator[dict[str, Any]]:
        """The reports of all files, in the order of the scan."""
        return (self._spool.told(path) for path in self._places if path in self._spool)

    def close(self) -> None:
        """Forgets the reports."""
        self._spool.close()


def settled(record: Record, exemptions: Exemptions, marked: Marked) -> Record:
    """The record as it is told: the findings that somebody answered for set apart, and nothing
    but the refusal where a draft bears a secrecy marking and such are refused."""
    facts = record.told["facts"]
    if marked is Marked.REFUSE and facts and facts["secrecy"]:
        return unjudged(record.path, MARKED)
    exemptions.met(record.path)
    findings = [(one, exemptions.answer(one["fingerprint"])) for one in record.told["findings"]]
    told = {
        **record.told,
        "findings": [one for one, answer in findings if answer is None],
        "waived": [{**one, "waiver": waiver_object(*answer)} for one, answer in findings if answer is not None],
    }
    return replace(record, told=told)
