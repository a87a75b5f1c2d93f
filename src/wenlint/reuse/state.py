"""What tells one state of a library from another: whoever keeps verdicts must know when it has changed."""

from __future__ import annotations

import hashlib
from contextlib import closing
from pathlib import Path

from wenlint.reuse import schema

_FACTS = (
    "SELECT digest, title, number, issuer, level, date, status, marked FROM document"
    " WHERE row NOT IN (SELECT row FROM gone) ORDER BY digest"
)


def state_of(folder: Path) -> str:
    """A digest of the documents that the library in ``folder`` holds, and of what is known of them.

    Raises:
        LibraryError: when there is none or it is damaged.
    """
    digest = hashlib.sha256()
    with closing(schema.connect(folder)) as connection:
        for row in connection.execute(_FACTS):
            digest.update("\0".join(map(str, row)).encode() + b"\n")
    return digest.hexdigest()
