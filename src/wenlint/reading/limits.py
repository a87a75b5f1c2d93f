"""What a file may ask for, and why no more. Every limit of the readers stands here.

Two kinds of limit keep a hostile file from hurting whoever judges it. Counts (bytes, elements,
pages, characters) are taken before the costly step and each has its own message. Time and
memory hold for what no count foresees: such files are read in a process that can be killed
(:mod:`wenlint.reading.contained`).

The yardstick is the longest honest draft: a limit on length is 10 pages, a plan with its
attachments has some hundred pages, and a page has about 600 字.
"""

from __future__ import annotations

KILOBYTE = 1 << 10
MEGABYTE = 1 << 20

# -- any file -----------------------------------------------------------------------------------

FILE_BYTES = 200 * MEGABYTE
"""A larger file is refused unread. Drafts full of photographs reach some tens of megabytes."""

CHARACTERS = 1_000_000
"""Characters of text; more are refused. That is 1,600 full pages, and judging them takes seconds."""

# -- reading in a process of its own ------------------------------------------------------------

SECONDS = 4
"""Processor time (s) for reading one file. With start and judging, a hostile file ends within 5 s;
an honest PDF of 300 pages takes half of it."""

MICROSECONDS_A_CHARACTER = 20
"""Processor time (µs) that every character of a page adds once it is read, up to one character for
each byte of the file. A PDF takes 5–12, more on a busy machine; a full page of 600 earns 12 ms."""

MOST_EARNED = CHARACTERS * MICROSECONDS_A_CHARACTER // 1_000_000
"""Seconds that the longest text earns."""

WALL_SECONDS = 40.0
"""Time by the clock (s) without a second earned: ten times :data:`SECONDS`, for machines with much
other work. Where processor time cannot be limited (Windows), :data:`SECONDS` by the clock."""

JOB_SHARES = 4
"""Times as much processor time for work on a file that was read in its time: it is read twice more,
and written."""

MEMORY = 420 * MEGABYTE
"""Address space of that process (bytes). The interpreter and the readers take 45 MB, ordinary
drafts up to 100 MB more."""

OCR_PAGES = 60
OCR_SECONDS = 1200.0
OCR_MEMORY = 6144 * MEGABYTE
"""Where text recognition was asked for: pages of one file, seconds by the clock, and address space
(bytes). It takes 2–18 s a page and about 1 GB of memory, several times that of address space."""

OFFICE_SECONDS = 30.0
"""A conversion by LibreOffice (s by the clock). Starting it takes up to 8 s, a draft below one."""

OFFICE_MEMORY = 2048 * MEGABYTE
"""Data of a LibreOffice process (bytes), several times what ordinary files take."""

# -- reading in the caller's own process --------------------------------------------------------

SMALL_TEXT_BYTES = 256 * KILOBYTE
"""A text file up to here is read at once: over 80,000 字, in some tenths of a second at worst."""

SMALL_ELEMENTS = 40_000
"""XML elements of a .docx or .ofd that is read at once: about 60 pages as WPS writes them, and
under a second for the worst that can be made of them."""

# -- .docx and .ofd -----------------------------------------------------------------------------

ZIP_MEMBERS = 20_000
"""Files in a container; a draft has some tens, and Python takes 10 µs for each."""

ZIP_MEMBER_BYTES = 64 * MEGABYTE
ZIP_TOTAL_BYTES = 128 * MEGABYTE
"""Inflated bytes of one member and of all members that are read."""

ZIP_RATIO = 400
ZIP_RATIO_FROM = 8 * MEGABYTE
"""Inflated bytes for one compressed byte, looked at only above so many bytes, because short
repetitive parts compress very well in honest files too."""

XML_ELEMENTS = 1_000_000
"""About 1,500 pages of ordinary prose; lxml needs some 200 bytes for each."""

LINES = 100_000
"""Paragraphs and line breaks of a .docx; a table of 2,000 rows and 30 columns still passes."""

OFD_OBJECTS = 300_000
"""Graphic objects drawn by an OFD file: composite objects may use others many times over."""

# -- fixed layout -------------------------------------------------------------------------------

PAGES = 2000
"""Pages of a PDF or OFD file."""

PAGE_CHARACTERS = 200_000
"""Characters on one page of a PDF; a full page of small print has 3,000."""

IMAGE_PIXELS = 50_000_000
"""Pixels of an image whose text is recognised: A3 at 400 dots an inch has 31 million."""

# -- text files ---------------------------------------------------------------------------------

TEXT_BYTES = 20 * MEGABYTE
"""A text larger than this is no draft; a document of 5,000 字 has 15,000 bytes."""

TEXT_PARAGRAPHS = 200_000
"""Paragraphs of a text file."""
