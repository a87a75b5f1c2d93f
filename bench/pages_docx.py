"""Compares our page estimate of .docx files with what LibreOffice lays out.

    python bench/pages_docx.py [folder of .docx] [--as-libreoffice] [--single 1.164] [--seeds 6]
        [--first-seed 0] [--list]

Without a folder, drafts of many forms are generated (bench/varied_docx.py). Two things keep
LibreOffice from being the truth for Word and WPS:

- Fonts. Where those of the file are missing, the height of a single line is that of the
  substitute: ``--single`` lays out with that height (1.164 em for DejaVu, its usual one). Better,
  give it faces with the widths and the line height (1.3 em, which Word gives a 宋体 of one em) of
  the missing ones, through a configuration of fontconfig of its own (``FONTCONFIG_FILE``).
- Habits. It puts exact lines and lines in cells on the grid, hangs no mark in a cell and squeezes
  none. ``--as-libreoffice`` makes our estimate do the same, to compare the method alone.

Needs ``soffice`` on the path.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from varied_docx import varied

from wenlint.document import Measure
from wenlint.reading import docx, layout, rendering
from wenlint.reading.errors import ReadingError
from wenlint.reading.layout.metrics import LIBREOFFICE, LIKELY

Compared = tuple[int, Measure[int]]


def main() -> None:
    """Renders, compares, prints the rates for each form and for all."""
    options = _options()
    _assume(options)
    files = dict(
        _given(options.folder)
        if options.folder
        else varied(range(options.first_seed, options.first_seed + options.seeds))
    )
    begun = time.perf_counter()
    true = _rendered(files)
    print(f"LibreOffice: {len(files)} files in {time.perf_counter() - begun:.1f} s")
    results: dict[str, list[Compared]] = defaultdict(list)
    for name, data in files.items():
        compared = _compare(true[name], data)
        if compared:
            results[name.partition("~")[0]].append(compared)
            if options.list:
                pages, ours = compared
                print(f"{name}: {pages} by LibreOffice, {ours.value} ({ours.low}–{ours.high}) estimated")
    _report(results)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--as-libreoffice", action="store_true")
    parser.add_argument("--single", type=float)
    parser.add_argument("--seeds", type=int, default=6)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--list", action="store_true")
    if not rendering.is_available():
        parser.error("needs LibreOffice (soffice on the path)")
    return parser.parse_args()


def _assume(options: argparse.Namespace) -> None:
    metrics = LIBREOFFICE if options.as_libreoffice else LIKELY
    if options.single:
        metrics = replace(metrics, single=options.single, on_grid=options.single)
    docx.estimate = lambda sheet, blocks, assumptions: layout.estimate(
        sheet, blocks, assumptions=(metrics, *assumptions[1:])
    )


def _given(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.glob("*.docx")):
        yield f"{folder.name}~{path.stem}", path.read_bytes()


def _rendered(files: dict[str, bytes]) -> dict[str, int | None]:
    found = rendering.render({name: (data, "docx") for name, data in files.items()})
    return {name: None if isinstance(one, ReadingError) else one.pages.value for name, one in found.items()}


def _compare(true: int | None, data: bytes) -> Compared | None:
    if true is None:
        return None
    try:
        ours = docx.read(data).pages
    except ReadingError:
        return None
    return (true, ours) if ours else None


def _report(results: dict[str, list[Compared]]) -> None:
    for form, found in results.items():
        print(f"{form:22} {_rates(found)}")
    for kind in ("text", "table"):
        of_kind = [one for form, found in results.items() if form.startswith(f"{kind}-") for one in found]
        if of_kind:
            print(f"{kind + ' (all)':22} {_rates(of_kind)}")
    print(f"{'all':22} {_rates([one for found in results.values() for one in found])}")


def _rates(found: list[Compared]) -> str:
    exact = sum(ours.value == true for true, ours in found)
    near = sum(abs(ours.value - true) <= 1 for true, ours in found)
    inside = sum(ours.least <= true <= ours.most for true, ours in found)
    narrow = sum(ours.most - ours.least <= 1 for true, ours in found)
    count = max(len(found), 1)
    return (
        f"{len(found):3} files: exact {exact} ({exact / count:.1%}), within one {near}, inside the range "
        f"{inside} ({inside / count:.1%}), range no wider than one page {narrow} ({narrow / count:.1%})"
    )


if __name__ == "__main__":
    main()
