"""The policy user dictionary (政策ユーザー辞書): the names of `models/terms.csv` as words of Sudachi.

Sudachi cuts 地域おこし協力隊 into four even in mode C. A user dictionary makes each name one word there and says into
which words it falls in modes A and B, so that those stay as they were. The compiled file belongs to one system
dictionary and takes 2 to 4 seconds to make, so it is made on first use and kept in the user's cache folder.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import sys
import tempfile
import unicodedata
import warnings
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import version
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import Any, cast

from minutes_nlp.errors import ModelError
from minutes_nlp.findings import TermKind
from minutes_nlp.language.lexicon import Entry, lexicon

__all__ = ["cache_folder", "open_policy_dictionary", "open_system_dictionary", "policy_csv", "tokenizer_of"]

COST = 2500  # at 1,000 two long names fall into shorter ones, at 5,000 twenty into words of the system
# Sudachi's connection ids of 名詞,固有名詞,一般 and 名詞,普通名詞,一般, as its manual gives them
PROPER, COMMON = 4786, 5146
PARTS = {PROPER: ("名詞", "固有名詞", "一般", "*", "*", "*"), COMMON: ("名詞", "普通名詞", "一般", "*", "*", "*")}
JOINED = 0x0FFFFFFF  # the id of a katakana word that sudachipy 0.6 made itself; 0.7 calls it unknown
ESCAPED = str.maketrans({",": r"\u002c", "/": r"\u002f"})  # what stands between fields and between words
UNSEEN = -1  # the connection id of an entry that is only referred to
HEAD = 4096  # bytes of a system dictionary that tell it from another: its header with description and time


def open_system_dictionary() -> Any:
    """Sudachi's core dictionary as installed."""
    from sudachipy import Dictionary  # noqa: PLC0415 - 75 ms that `--help` need not pay

    return Dictionary(dict="core")


def open_policy_dictionary() -> Any:
    """The core dictionary with our names, compiled where the cache holds none for it."""
    found = cache_folder() / f"policy-{_fingerprint()}.dic"
    if found.exists():
        with suppress(_sudachi_error()):  # damaged: made anew
            return _opened(found)
    try:
        found.parent.mkdir(parents=True, exist_ok=True)
        _compile_into(found)
    except OSError as error:
        return _opened_from_nowhere(error)
    return _opened(found)


def cache_folder() -> Path:
    """Where compiled files are kept: MINUTES_CACHE, else the system's folder for what can be made again."""
    if chosen := os.environ.get("MINUTES_CACHE"):
        return Path(chosen)
    home = Path.home()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "minutes_nlp"


def tokenizer_of(dictionary: Any, mode: str) -> Any:
    """A tokenizer of mode A, B or C; `tokenizer` is new in sudachipy 0.7, where `create` warns."""
    from sudachipy import SplitMode  # noqa: PLC0415

    make = getattr(dictionary, "tokenizer", None) or dictionary.create
    return make(getattr(SplitMode, mode))


# --- the user dictionary's source ---------------------------------------------------------------------------------


def policy_csv(entries: Iterable[Entry]) -> str:
    """The entries of more than one word of mode A as Sudachi's user dictionary CSV: 18 columns, no header."""
    dictionary = open_system_dictionary()
    short, middle = (tokenizer_of(dictionary, mode) for mode in "AB")
    names: list[list[str]] = []
    unknown: dict[str, list[str]] = {}
    for entry in entries:
        parts = [list(tokenizer.tokenize(entry.name)) for tokenizer in (short, middle)]
        if len(parts[0]) > 1:
            unknown |= {_reference(part): _unseen(part) for part in chain(*parts) if _is_unknown(part)}
            names.append(_row(entry, *("/".join(map(_reference, words)) for words in parts)))
    lines = io.StringIO()
    csv.writer(lines, lineterminator="\n").writerows([*unknown.values(), *names])
    return lines.getvalue()


def _row(entry: Entry, short: str, middle: str) -> list[str]:
    connection = COMMON if entry.kind is TermKind.FIELD else PROPER
    return [*_head(entry.name, connection), *PARTS[connection], entry.reading, entry.name, "*", "C", short, middle, "*"]


def _unseen(part: Any) -> list[str]:
    """A part that the system dictionary does not hold, such as 10,000, so that names can refer to it."""
    headword = _headword(part)
    return [*_head(headword, UNSEEN), *part.part_of_speech(), part.reading_form(), headword, "*", "A", "*", "*", "*"]


def _is_unknown(part: Any) -> bool:
    return bool(part.is_oov() or part.word_id() == JOINED)


def _head(name: str, connection: int) -> list[str]:
    index = unicodedata.normalize("NFKC", name).lower()
    return [index, str(connection), str(connection), str(COST), name]


def _reference(part: Any) -> str:
    fields = [_headword(part), *part.part_of_speech(), part.reading_form()]
    return ",".join(field.translate(ESCAPED) for field in fields)


def _headword(part: Any) -> str:
    """The form under which the dictionary has a part: startup for Startup, but 書か for 書か."""
    surface, base = part.surface(), part.dictionary_form()
    return str(base if base.lower() == surface.lower() else surface)


# --- compiling ----------------------------------------------------------------------------------------------------


def _compile_into(target: Path) -> None:
    """Compile beside the target and move it there at once, so that several processes may do it together."""
    with tempfile.TemporaryDirectory(dir=target.parent, ignore_cleanup_errors=True) as folder:
        made = _compiled(Path(folder))
        try:
            made.replace(target)
        except PermissionError:  # Windows: another process was first, and has it open
            if not target.exists():
                raise


def _compiled(folder: Path) -> Path:
    from sudachipy import sudachipy  # noqa: PLC0415

    source, made = folder / "policy.csv", folder / "policy.dic"
    source.write_text(policy_csv(lexicon()), encoding="utf-8", newline="")
    sudachipy.build_user_dic(system=str(_system()), lex=[str(source)], output=str(made), description="minutes_nlp")
    return made


def _opened(path: Path) -> Any:
    from sudachipy import Config, Dictionary  # noqa: PLC0415

    return Dictionary(Config(system="core", user=[str(path)]))


def _opened_from_nowhere(error: OSError) -> Any:
    warnings.warn(
        f"辞書の保存先 {cache_folder()} に書き込めないため、起動のたびに辞書を作ります({error.strerror})"
        " → 書き込めるフォルダーを環境変数 MINUTES_CACHE に指定してください",
        RuntimeWarning,
        stacklevel=2,
    )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        return _opened(_compiled(Path(folder)))


@lru_cache(maxsize=1)
def _fingerprint() -> str:
    """What a compiled dictionary depends on: our names, this file's way to write them, Sudachi and its dictionary."""
    system = _system()
    with system.open("rb") as file:
        head = file.read(HEAD)
    parts = [repr(lexicon()), Path(__file__).read_text(encoding="utf-8"), version("sudachipy"), system.stat().st_size]
    return hashlib.sha256("\n".join(map(str, parts)).encode() + head).hexdigest()[:16]


def _system() -> Path:
    spec = find_spec("sudachidict_core")
    if spec is None or spec.origin is None:
        raise ModelError("no-dictionary", "Sudachiの辞書がありません", remedy="pip install sudachidict-core")
    return Path(spec.origin).parent / "resources" / "system.dic"


def _sudachi_error() -> type[Exception]:
    from sudachipy import errors  # noqa: PLC0415

    return cast("type[Exception]", errors.SudachiError)
