"""Footnotes (脚注): found, joined over pages, and linked from the marks that call them."""
