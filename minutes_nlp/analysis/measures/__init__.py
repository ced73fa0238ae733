"""Measures (施策): what a report or a deck of measures proposes, what it costs and what it aims at."""
