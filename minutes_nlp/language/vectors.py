"""Word vectors from one memory-mapped file (単語ベクトル): what words mean, as chiVe learned it from Japanese web text.

The file is optional and made once by `scripts/build_vectors.py`. It holds a head of JSON, the sorted 64-bit keys of
normalised words, the row of each, and the rows as 8-bit numbers with one scale each.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b, sha256
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minutes_nlp.errors import ModelError
from minutes_nlp.language.policy import cache_folder
from minutes_nlp.resources import resource

__all__ = ["Floats", "WordVectors", "key_of", "open_vectors", "our_vectors", "pack_vectors"]

Floats = NDArray[np.float32]

FORMAT = "minutes-vectors/1"
FILE = "chive.vectors"
HEAD = 1024  # bytes: the JSON, padded with spaces; a multiple of 8 keeps the keys aligned
LARGEST = 127  # of a signed byte, symmetric about zero
REBUILD = "scripts/build_vectors.py で作り直してください"


@dataclass(frozen=True, slots=True)
class WordVectors:
    """Vectors of normalised words (単語ベクトル), each of `dimension` numbers."""

    name: str
    digest: str  # sha256 of all that follows the head
    keys: NDArray[np.uint64]
    rows: NDArray[np.uint16]
    scales: Floats
    matrix: NDArray[np.int8]

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        return int(self.matrix.shape[1])

    def of(self, words: Sequence[str]) -> Floats:
        """The vectors of normalised words, of length 1, one row each; zeros for words that are not known."""
        found = np.zeros((len(words), self.dimension), np.float32)
        if not words:
            return found
        wanted = np.array([key_of(word) for word in words], np.uint64)
        places = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        known = np.flatnonzero(self.keys[places] == wanted)
        rows = self.rows[places[known]]
        found[known] = self.matrix[rows].astype(np.float32) * self.scales[rows, None]
        return found


def key_of(word: str) -> int:
    """The key of a word, the same on every machine."""
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little")


def pack_vectors(name: str, source: str, words: Mapping[str, int], table: Floats) -> bytes:
    """The bytes of a vector file: `words` tells the row of each word in `table`, one vector a row."""
    pairs = sorted((key_of(word), row) for word, row in words.items())
    keys = np.array([key for key, _ in pairs], "<u8")
    rows = np.array([row for _, row in pairs], "<u2")
    unit = table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), np.finfo(np.float32).tiny)
    scales = (np.abs(unit).max(axis=1) / LARGEST).astype("<f4")
    matrix = np.rint(unit / np.maximum(scales[:, None], np.finfo(np.float32).tiny)).astype(np.int8)
    body: bytes = keys.tobytes() + rows.tobytes() + scales.tobytes() + matrix.tobytes()
    head = {
        "format": FORMAT,
        "name": name,
        "source": source,
        "keys": len(keys),
        "rows": matrix.shape[0],
        "dimension": matrix.shape[1],
        "sha256": sha256(body).hexdigest(),
    }
    return json.dumps(head).encode().ljust(HEAD) + body


def our_vectors() -> WordVectors | None:
    """The vectors of `models/chive.vectors`, else of that file in `cache_folder`; None where it is in neither."""
    try:
        path = resource("models", FILE)
    except ModelError:
        path = cache_folder() / FILE
    return open_vectors(path) if path.exists() else None


def open_vectors(path: Path) -> WordVectors:
    """The vectors of a file, memory-mapped; ModelError where it is missing, damaged or not one of ours."""
    try:
        data: NDArray[np.uint8] = np.memmap(path, np.uint8, "r")
        head: dict[str, Any] = json.loads(data[:HEAD].tobytes())
        name, digest, is_ours = str(head["name"]), str(head["sha256"]), head["format"] == FORMAT
        keys, rows, dimension = (int(head[size]) for size in ("keys", "rows", "dimension"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unusable(path, f"読めません(詳細: {error})") from error
    ends = [HEAD, *(HEAD + size for size in accumulate((keys * 8, keys * 2, rows * 4, rows * dimension)))]
    if not is_ours or not keys or ends[-1] != len(data):
        raise _unusable(path, "途中で切れているか、別の形式です")
    if sha256(data[HEAD:].data).hexdigest() != digest:  # 20 ms for 11 MB
        raise _unusable(path, "壊れています")
    parts = [data[start:stop] for start, stop in pairwise(ends)]
    return WordVectors(
        name=name,
        digest=digest,
        keys=parts[0].view("<u8"),
        rows=parts[1].view("<u2"),
        scales=parts[2].view("<f4"),
        matrix=parts[3].view(np.int8).reshape(rows, dimension),
    )


def _unusable(path: Path, what: str) -> ModelError:
    return ModelError("bad-vectors", f"単語ベクトルのファイルは{what}", remedy=REBUILD, where=path.name)
