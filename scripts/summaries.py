#!/usr/bin/env python3
"""Summaries (要約): learn the weights of `models/summaries.json`, or measure against the reference summaries.

    python scripts/summaries.py train                       # fit on the references of the train councils, and write
    python scripts/summaries.py evaluate [--peers PYTHON]   # them, each council left out in turn
    python scripts/summaries.py heldout [--peers PYTHON]    # the shipped weights on references with a held-out council
    python scripts/summaries.py show [NAME]                 # summaries to be read

ROUGE-1 recall over Sudachi's content words, each as often as the reference has it. All get as many characters as the
reference has; the others' last sentence is cut there, ours is never cut. PYTHON is one that has sumy (peers.txt): its
TextRank and LexRank rank the same sentences with the same words. Intervals are 95 %, from 2,000 draws of references.
"""

from __future__ import annotations

import argparse
import json
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from councils import CORPORA, HELD_OUT, ROOT
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from minutes_nlp.across.related import telling_words
from minutes_nlp.findings import Summary
from minutes_nlp.language.sentences import sentences
from minutes_nlp.model import Record
from minutes_nlp.pipeline import make_record
from minutes_nlp.summaries.choosing import Length, summarise
from minutes_nlp.summaries.passages import Passage, passages_of, turns_of, word_traits

MODEL = ROOT / "models" / "summaries.json"
DRAWS = 2_000
STRENGTH = 0.01  # C of the regression; 0.003 and 0.03 are .01 worse, each council left out
PEERS = ("lead", "TextRank", "LexRank")
Way = Callable[["Reference"], str]
Weights = dict[str, float]


@dataclass(frozen=True)
class Reference:
    """A reference summary (参照要約)."""

    name: str
    documents: tuple[str, ...]
    topic: str | None
    text: str
    size: int

    @property
    def councils(self) -> set[str]:
        """Whose meetings it is of."""
        return {document.split("/")[0] for document in self.documents}

    @property
    def words(self) -> Counter[str]:
        """Its content words."""
        return Counter(telling_words(self.text))

    @property
    def records(self) -> list[Record]:
        """What it summarises."""
        return [record_of(document) for document in self.documents]

    def recall(self, text: str) -> float:
        """The share of its words that a text has."""
        return (Counter(telling_words(text)) & self.words).total() / self.words.total()


def main() -> None:
    """Do what is asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["train", "evaluate", "heldout", "show"])
    parser.add_argument("name", nargs="?")
    parser.add_argument("--peers", metavar="PYTHON")
    options = parser.parse_args()
    given = [one for one in references() if bool(one.councils & set(HELD_OUT)) == (options.what == "heldout")]
    if options.what == "train":
        write(learned(given))
    elif options.what == "evaluate":
        report(given, {"ours": left_out(given)} | peers(given, options.peers))
    elif options.what == "heldout":
        report(given, {"ours": {one.name: printed(ours(one)) for one in given}} | peers(given, options.peers))
    else:
        show(one for one in given if options.name in {None, one.name})


def references() -> Iterable[Reference]:
    """The reference summaries of our corpus."""
    for line in (CORPORA / "summaries.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        told = [sentence["text"] for sentence in row["sentences"]]
        yield Reference(row["id"], tuple(row["docs"]), row["topic"], "\n".join(told), sum(map(len, told)))


@cache
def record_of(document: str) -> Record:
    """The record of a manuscript, as the pipeline makes it."""
    return make_record((CORPORA / document / "manuscript.txt").read_bytes(), document)


# --- learning -----------------------------------------------------------------------------------------------------


@cache
def examples(reference: Reference) -> tuple[list[Passage], list[dict[str, float]], list[bool]]:
    """The words of all passages with what speaks for them, and whether the reference has them."""
    passages = passages_of(
        turn
        for record in reference.records
        for turn in turns_of(record)
        if reference.topic is None or any(topic.id == reference.topic for topic in turn.utterance.topics)
    )
    rows, right = [], []
    for passage, words in zip(passages, word_traits(passages), strict=True):
        for word, traits in words.items():
            rows.append({name: float(value) for name, value in (passage.traits | traits).items()})
            right.append(word in reference.words)
    return passages, rows, right


def learned(given: Sequence[Reference]) -> Weights:
    """The weights by which a word is likely to stand in a summary."""
    rows = [row for one in given for row in examples(one)[1]]
    right = [held for one in given for held in examples(one)[2]]
    names = DictVectorizer(sparse=False)
    scale = StandardScaler()
    model = LogisticRegression(C=STRENGTH, max_iter=500).fit(scale.fit_transform(names.fit_transform(rows)), right)
    weights = model.coef_[0] / scale.scale_
    bias = model.intercept_[0] - weights @ scale.mean_
    return {"bias": float(bias)} | dict(zip(names.get_feature_names_out(), map(float, weights), strict=True))


def write(weights: Weights) -> None:
    """Keep the weights, one a line."""
    lines = ",\n".join(
        f"  {json.dumps(name, ensure_ascii=False)}: {round(weight, 4)}" for name, weight in weights.items()
    )
    MODEL.write_text("{\n" + lines + "\n}\n", encoding="utf-8")


# --- measuring ----------------------------------------------------------------------------------------------------


def ours(reference: Reference, model: Weights | None = None) -> Summary:
    """Our summary, as long as the reference."""
    return summarise(reference.records, topic=reference.topic, length=Length(reference.size), model=model)


def printed(summary: Summary) -> str:
    """What of a summary counts: headings in their brackets, and sentences."""
    lines = []
    for point in summary.points:
        head = f"【{point.heading.text}】" if point.heading else ""
        lines.append(head + "".join(one.text for one in (*point.remark, *point.reply)))
    return "\n".join(lines)


def left_out(given: Sequence[Reference]) -> dict[str, str]:
    """Our summaries, those of each council by what was learned from the others."""
    found = {}
    for council in sorted({one.documents[0].split("/")[0] for one in given}):
        model = learned([one for one in given if council not in one.councils])
        found |= {one.name: printed(ours(one, model)) for one in given if council in one.councils}
    return found


def peers(given: Sequence[Reference], python: str | None) -> dict[str, dict[str, str]]:
    """The first sentences, and those that sumy ranks first."""
    texts = {one.name: sentences_of(one) for one in given}
    found = {"lead": {one.name: cut(texts[one.name], range(len(texts[one.name])), one.size) for one in given}}
    if python:
        jobs = [{"texts": told, "words": [telling_words(text) for text in told]} for told in texts.values()]
        command = [python, str(Path(__file__).with_name("summary_peers.py"))]
        run = subprocess.run(command, input=json.dumps(jobs), capture_output=True, text=True, check=True)
        for one, scores in zip(given, json.loads(run.stdout), strict=True):
            for name, score in scores.items():
                order = np.argsort(-np.array(score), kind="stable")
                found.setdefault(name, {})[one.name] = cut(texts[one.name], order, one.size)
    return found


def sentences_of(reference: Reference) -> list[str]:
    """The sentences of all turns on the matter, each once."""
    told = [
        turn.text[start:stop]
        for record in reference.records
        for turn in record.utterances
        if reference.topic is None or any(topic.id == reference.topic for topic in turn.topics)
        for start, stop in sentences(turn.text)
    ]
    return [text for text in dict.fromkeys(told) if telling_words(text)]


def cut(texts: Sequence[str], order: Iterable[int], size: int) -> str:
    """So many characters of the texts that come first in this order."""
    chosen: list[str] = []
    for number in order:
        chosen.append(texts[number][:size])
        size -= len(chosen[-1])
    return "\n".join(chosen)


def report(given: Sequence[Reference], found: dict[str, dict[str, str]]) -> None:
    """A line for each way, and how far ours is above it."""
    recall = {name: np.array([one.recall(told[one.name]) for one in given]) for name, told in found.items()}
    draws = np.random.default_rng(0).integers(0, len(given), (DRAWS, len(given)))
    print(f"参照要約 {len(given)}件")
    for name, values in recall.items():
        ahead = recall["ours"] - values
        above = f"  ours {interval(ahead, draws, '+')}" if name != "ours" else ""
        print(f"{name:9} {interval(values, draws)}{above}")
    for one, *values in zip(given, *recall.values(), strict=True):
        print(f"  {one.name} " + " ".join(f"{value:.3f}" for value in values))


def interval(values: Any, draws: Any, sign: str = "") -> str:
    """A mean with its interval."""
    low, high = np.percentile(values[draws].mean(axis=1), [2.5, 97.5])
    return f"{values.mean():{sign}.3f} [{low:{sign}.3f}, {high:{sign}.3f}]"


def show(given: Iterable[Reference]) -> None:
    """Summaries to be read."""
    for one in given:
        print(f"\n{one.name} {'、'.join(one.documents)} {one.topic or ''}")
        for point in ours(one).points:
            head = f"【{point.heading.text}】" if point.heading else ""
            said = "".join(sentence.text for sentence in point.remark)
            answered = "".join(sentence.text for sentence in point.reply)
            print(f"・{head}{said}{' → ' if said and answered else ''}{answered}")


if __name__ == "__main__":
    main()
