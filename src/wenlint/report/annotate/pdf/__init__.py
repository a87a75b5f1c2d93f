"""A copy of a PDF with an annotation at every finding (ISO 32000-1 12.5).

The copy begins with the draft's own bytes: the annotations are an incremental update at their
end (7.5.6). Places are looked up and the update is written in the process in which hostile files
are read.
"""
