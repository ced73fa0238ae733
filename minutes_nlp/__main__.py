"""`python -m minutes_nlp`, where the `minutes` command is not on the path (Windows with `pip install --user`)."""

from __future__ import annotations

import sys

from minutes_nlp.cli import main

if __name__ == "__main__":
    sys.exit(main())
