"""From glyphs at fixed places on a page back to paragraphs; shared by the readers of PDF and OFD.

The way: glyphs → segments (unbroken runs on one base line) → running heads set apart →
zones (columns, table cells, footnotes) → lines → paragraphs.
"""
