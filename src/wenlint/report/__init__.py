"""Outcomes → what people and programs read. One file, one format."""
