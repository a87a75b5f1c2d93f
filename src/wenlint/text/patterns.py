"""Regular expressions that are compiled when they are first used.

Compiling the patterns of all modules took two thirds of the time of checking a small draft,
and one draft uses few of them.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, Generic, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")


def pattern(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """As :func:`re.compile`, but compiled on first use; a faulty pattern raises ``re.error`` only then."""
    return cast(re.Pattern[AnyStr], LazyPattern(source, flags))


class LazyPattern(Generic[AnyStr]):
    """Stands for a compiled pattern; not an argument for functions of :mod:`re`."""

    def __init__(self, source: AnyStr, flags: int = 0) -> None:
        self.pattern: AnyStr = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        """Comes here only until the first use: from then on the compiled pattern's methods are attributes."""
        compiled = re.compile(self.pattern, self._flags)
        vars(self).update({method: getattr(compiled, method) for method in _METHODS})
        return getattr(compiled, name)
