"""Turns (発言): which paragraphs open one, in a known notation or one told by the page itself."""
