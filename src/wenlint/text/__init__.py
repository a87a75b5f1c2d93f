"""Pure functions on strings: counting, normalising, numerals, dates, titles, clauses, words."""
