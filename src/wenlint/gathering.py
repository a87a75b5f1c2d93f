"""The drafts of a folder held against each other, by the rules whose checks do so."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from wenlint.check import Check, Context, Rule
from wenlint.document import BlockKind, Document, Part
from wenlint.filed import FiledDraft, SharedFinding
from wenlint.linting import JudgingError
from wenlint.text.filings import implemented_by
from wenlint.text.sketch import sketch

_OPENING = 600  # characters at the body's beginning in which a draft says what it rests on


def filed(document: Document) -> FiledDraft:
    """What the checks of a folder may know of a draft."""
    elements = document.elements
    marked = document.is_marked_secret
    title = "" if marked else elements.title or ""
    body = "" if marked else _body(document)
    named = implemented_by(title, body[:_OPENING])
    return FiledDraft(
        path=document.path,
        digest=document.digest,
        kind=document.kind.value,
        genre=elements.genre or "",
        title=title,
        number=elements.document_number or "",
        issuer=elements.issuer or "",
        addressees=elements.addressees,
        date=elements.date or "",
        pages=document.pages.value if document.pages else None,
        words=document.characters.word,
        implements=tuple(dict.fromkeys(cited.number or cited.title for cited in named)),
        sketch=sketch(body),
        is_marked=marked,
    )


def _body(document: Document) -> str:
    kinds = (BlockKind.BODY, BlockKind.HEADING, BlockKind.CELL)
    blocks = (block for block in document.of_kind(*kinds) if block.part in (Part.MAIN, Part.ENCLOSED))
    return "\n".join(block.span.of(document.text) for block in blocks)


def judge_folder(
    drafts: Sequence[FiledDraft], rules: Sequence[Rule], checks: Mapping[str, Check], context: Context
) -> list[SharedFinding]:
    """Findings about several drafts at once, the gravest first.

    Raises:
        JudgingError: when a check breaks; the folder has then not been judged as a whole.
    """
    found: list[SharedFinding] = []
    for rule in rules:
        across = checks[rule.check].across
        if across is None:
            continue
        try:
            found += across(drafts, rule, context)
        except (RecursionError, MemoryError):
            raise
        except Exception as error:
            raise JudgingError(
                f"规则 {rule.id} 出错（{type(error).__name__}），文稿之间没有比完；请报告给我们，"
                f"或先用 --ignore {rule.id} 跳过这条规则"
            ) from error
    found.sort(key=lambda shared: -shared.finding.severity)
    return [_with_fingerprint(shared, drafts) for shared in found]


def _with_fingerprint(shared: SharedFinding, drafts: Sequence[FiledDraft]) -> SharedFinding:
    """Rests on the rule and on the drafts by content, so that moving the folder does not change it."""
    contents = "\n".join(sorted(drafts[index].digest for index in shared.drafts))
    digest = hashlib.sha256(f"{shared.finding.rule}\n{contents}".encode()).hexdigest()[:16]
    return replace(shared, finding=replace(shared.finding, fingerprint=digest))
