"""Reports on a folder of drafts: the overview, and what terminals, browsers, spreadsheets and programs get of it."""
