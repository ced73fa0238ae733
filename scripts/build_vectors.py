#!/usr/bin/env python3
"""Make the optional file of word vectors (単語ベクトルの作成), once, on a machine that reaches the package registry.

    python scripts/build_vectors.py                     # models/chive.vectors, 11 MB
    python scripts/build_vectors.py --wheel FILE.whl    # from a wheel that was fetched elsewhere
    python scripts/build_vectors.py --check FILE        # is a file whole?

The chiVe vectors (Works Applications, Apache-2.0; Manabe et al. 2019) travel inside the wheel of ja_ginza (Megagon
Labs, MIT): 480,443 normalised words over 20,000 vectors of 300 numbers. The wheel is fetched without its dependencies,
its hash is checked, and only the vectors are taken. The package itself never imports ja_ginza.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import zipfile
from hashlib import sha256
from pathlib import Path

from minutes_nlp.errors import ModelError
from minutes_nlp.language.vectors import open_vectors, pack_vectors

WHEEL = "ja-ginza==5.3.0"
WHEEL_HASH = "ac6479a805c5c5c23c270554934c1c1f344039560ef3a7e4b15a4275bea3c685"  # sha256 of that wheel as published
TABLES = "ja_ginza/ja_ginza-5.3.0/vocab/"
FILES = ("strings.json", "key2row", "vectors", "vectors.cfg")
MODELS = Path(__file__).resolve().parents[1] / "models"


def main() -> int:
    """Make the file, or check one."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wheel", type=Path, help="a wheel of ja_ginza 5.3.0 that is already here")
    parser.add_argument("--out", type=Path, default=MODELS / "chive.vectors")
    parser.add_argument("--check", type=Path, metavar="FILE", help="check a file that was made before")
    options = parser.parse_args()
    if options.check:
        return check(options.check)
    with tempfile.TemporaryDirectory() as folder:
        wheel = options.wheel or fetched(Path(folder))
        if sha256(wheel.read_bytes()).hexdigest() != WHEEL_HASH:
            print(f"{wheel.name}: not the wheel that was measured (sha256 differs)", file=sys.stderr)
            return 1
        data = converted(wheel, Path(folder))
        part = options.out.with_name(options.out.name + ".part")
        part.write_bytes(data)
        part.replace(options.out)
    return check(options.out)


def fetched(folder: Path) -> Path:
    """The wheel, without what it depends on."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), WHEEL]
    subprocess.run(command, check=True)
    return next(folder.glob("*.whl"))


def converted(wheel: Path, folder: Path) -> bytes:
    """The vector file of a wheel."""
    from spacy.strings import StringStore  # noqa: PLC0415 - only a build needs spaCy
    from spacy.vectors import Vectors  # noqa: PLC0415

    with zipfile.ZipFile(wheel) as archive:
        for name in FILES:
            (folder / name).write_bytes(archive.read(TABLES + name))
    strings = StringStore().from_disk(folder / "strings.json")
    vectors = Vectors()
    vectors.from_disk(folder)
    words = {strings[key]: int(row) for key, row in vectors.key2row.items()}
    return pack_vectors("chiVe", WHEEL, words, vectors.data)


def check(path: Path) -> int:
    """Whether a file opens; that holds its hash too."""
    try:
        vectors = open_vectors(path)
    except ModelError as error:
        print(error, file=sys.stderr)
        return 1
    words, rows, size = len(vectors.keys), len(vectors.scales), path.stat().st_size / 1e6
    print(f"{path.name}: {words:,} words, {rows:,} vectors of {vectors.dimension}, {size:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
