"""Reports (報告書): headings and their tree, parts bound in, members, opinions quoted."""
