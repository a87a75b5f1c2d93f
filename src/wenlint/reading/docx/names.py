"""Names of WordprocessingML (ISO/IEC 29500-1) in lxml's ``{namespace}local`` spelling."""

from __future__ import annotations

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
O = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741
V = "{urn:schemas-microsoft-com:vml}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"

VAL = W + "val"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

ALTERNATE_CONTENT = MC + "AlternateContent"
PARAGRAPH = W + "p"
RUN = W + "r"
TABLE = W + "tbl"
PARAGRAPH_PROPERTIES = W + "pPr"
RUN_PROPERTIES = W + "rPr"
SECTION_PROPERTIES = W + "sectPr"
TEXT_BOX_CONTENT = W + "txbxContent"

# Strict documents (ISO/IEC 29500 strict conformance) use other namespaces for the same names.
STRICT_TO_TRANSITIONAL = tuple(
    (strict.encode(), transitional.encode())
    for strict, transitional in (
        ("http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1]),
        ("http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing", WP[1:-1]),
        ("http://purl.oclc.org/ooxml/drawingml/main", A[1:-1]),
        ("http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1]),
        ("http://purl.oclc.org/ooxml/officeDocument/math", M[1:-1]),
    )
)
