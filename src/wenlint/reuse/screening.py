"""Documents that share so little with the draft that it is chance: they are not looked at."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from wenlint.reuse.lookup import Shared

# A document is looked at when it shares a gram that fewer documents have, or several commoner ones …
_FEW = 2
# … and in a library of more documents than this the more, the larger it is: so many share one gram by chance.
_LARGE = 10_000


def screened(shared: Shared, documents: int) -> Shared:
    """What is shared with the documents that share enough rare grams with the draft."""
    if not len(shared.place):
        return shared
    _, of = np.unique(shared.row, return_inverse=True)
    bits = np.log2((documents + 2) / np.maximum(shared.crowd[shared.place], 1))
    least = np.log2((documents + 2) / _FEW) * max(1.0, np.log2(documents + 2) / np.log2(_LARGE))
    enough = np.bincount(of, weights=bits) > least
    kept = enough[of]
    return replace(shared, place=shared.place[kept], row=shared.row[kept], key=shared.key[kept])
