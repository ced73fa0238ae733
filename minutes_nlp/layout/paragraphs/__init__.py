"""Paragraphs (段落): which lines go on, and what kind the whole is."""
