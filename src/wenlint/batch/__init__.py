"""Many drafts: judged side by side, remembered between runs, and held against each other.

A :class:`~wenlint.batch.brief.Brief` says by what drafts are judged and can travel to another
process or machine; a :class:`~wenlint.batch.judge.Judge` made of it turns files into
:class:`~wenlint.batch.record.Record`; an engine does so with many workers; the cache keeps
records by content; :mod:`~wenlint.batch.scan` leads it all.
"""
