"""The file of word vectors: made, opened, refused where it is not whole."""

import json
import re

import numpy as np
import pytest

from minutes_nlp.errors import ModelError
from minutes_nlp.language import vectors as home
from minutes_nlp.language.vectors import HEAD, open_vectors, our_vectors, pack_vectors

TABLE = np.random.default_rng(0).normal(size=(3, 16)).astype(np.float32)
PACKED = pack_vectors("試し", "test", {"集落": 0, "村落": 0, "水路": 1, "交付税": 2}, TABLE)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "small.vectors"
    path.write_bytes(PACKED)
    return path


def test_what_is_packed_comes_back_at_length_one(file):
    vectors = open_vectors(file)
    expected = TABLE / np.linalg.norm(TABLE, axis=1, keepdims=True)
    assert (vectors.name, vectors.dimension, len(vectors.keys)) == ("試し", 16, 4)
    assert np.abs(vectors.of(["交付税", "集落", "村落", "水路"]) - expected[[2, 0, 0, 1]]).max() < 0.005


def test_words_that_are_not_known_are_zeros(file):
    found = open_vectors(file).of(["ぬむ", "集落", ""])
    assert found.any(axis=1).tolist() == [False, True, False]
    assert open_vectors(file).of([]).shape == (0, 16)


def _with_head(**changes):
    head = json.loads(PACKED[:HEAD]) | changes
    return json.dumps(head).encode().ljust(HEAD) + PACKED[HEAD:]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04" + bytes(4_000),
        b"[]".ljust(HEAD),
        b"{}".ljust(HEAD),
        PACKED[: HEAD // 2],
        PACKED[:-1],
        PACKED + b"\0",
        PACKED[:-1] + bytes([PACKED[-1] ^ 1]),
        _with_head(format="minutes-vectors/0"),
        _with_head(keys=None),
        _with_head(keys=0),
        _with_head(rows=-3),
    ],
)
def test_a_file_that_is_not_whole_or_not_ours_is_refused_in_japanese(tmp_path, content):
    path = tmp_path / "small.vectors"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=r"small\.vectors: 単語ベクトルのファイルは.+build_vectors") as caught:
        open_vectors(path)
    assert re.search("[ぁ-ん]", caught.value.message)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ModelError, match="読めません"):
        open_vectors(tmp_path / "none.vectors")


def test_our_file_is_looked_for_beside_the_other_models_then_in_the_cache(tmp_path, monkeypatch, file):
    monkeypatch.setenv("MINUTES_CACHE", str(tmp_path))
    monkeypatch.setattr(home, "FILE", "absent-from-models.vectors")
    assert our_vectors() is None
    file.rename(tmp_path / "absent-from-models.vectors")
    assert our_vectors().name == "試し"
    monkeypatch.setattr(home, "resource", lambda *parts: tmp_path / "models" / parts[-1])
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / home.FILE).write_bytes(pack_vectors("別", "test", {"集落": 0}, TABLE))
    assert our_vectors().name == "別"
