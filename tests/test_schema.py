from __future__ import annotations

import json
import os
from pathlib import Path

from minutes_nlp import model
from minutes_nlp.model import json_schema
from minutes_nlp.resources import PACKAGE

PUBLISHED = PACKAGE / "record.schema.json"
UPDATE = "MINUTES_UPDATE"


def test_the_published_schema_is_that_of_the_model():
    """`MINUTES_UPDATE=1 pytest tests/test_schema.py` writes it anew, on a developer's machine only."""
    schema = json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"
    if os.environ.get(UPDATE) == "1":
        assert os.environ.get("CI") != "true", f"{UPDATE} rewrites what this test is to check"
        PUBLISHED.write_text(schema, encoding="utf-8", newline="\n")
    assert Path(PUBLISHED).read_text(encoding="utf-8") == schema


def test_the_schema_names_the_fields_of_the_contract_in_its_order():
    assert list(json_schema()["properties"]) == list(model.Record.__dataclass_fields__)
