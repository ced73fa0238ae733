"""Exchanges (質疑): what kind each turn is, whose, and which it answers."""
