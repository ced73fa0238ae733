"""The READMEs say what is so."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from minutes_nlp.cli import main

ROOT = Path(__file__).parents[1]
READMES = [ROOT / "README.md", ROOT / "README.ja.md"]


def blocks(readme: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", readme.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("readme", READMES, ids=lambda readme: readme.name)
def test_set_up_takes_exactly_two_commands_and_ci_runs_the_second(readme):
    demo, test = blocks(readme, "sh")[0].splitlines()
    assert (demo, test) == ("make demo", "make test")
    assert test in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_the_python_example_runs():
    (example,) = blocks(ROOT / "README.md", "python")
    result = subprocess.run(  # noqa: S603 - our own interpreter and words
        [sys.executable, "-c", example], cwd=ROOT, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert "→" in result.stdout


@pytest.mark.parametrize("readme", READMES, ids=lambda readme: readme.name)
def test_every_command_that_is_named_exists(readme, capsys):
    commands = set(re.findall(r"^minutes (\w+)", "\n".join(blocks(readme, "sh")), re.MULTILINE))
    assert commands
    for command in commands:
        with pytest.raises(SystemExit) as left:
            main([command, "--help"])
        assert left.value.code == 0
    capsys.readouterr()


@pytest.mark.parametrize("readme", READMES, ids=lambda readme: readme.name)
def test_every_file_that_is_linked_exists(readme):
    links = re.findall(r"\]\(([^)#:]+)\)", readme.read_text(encoding="utf-8"))
    assert links
    assert all((ROOT / link).exists() for link in links)
