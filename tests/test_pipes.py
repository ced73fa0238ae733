"""spaCy over our words: Docs, components, pattern files, DocBin; and that nobody else pays for spaCy."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import spacy

from minutes_nlp.language import pipes  # registers what an installed package's entry points do
from minutes_nlp.language.docs import to_docbin
from minutes_nlp.language.patterns import pattern_files, patterns
from minutes_nlp.language.words import Mode, words
from minutes_nlp.pipeline import make_record

ROOT = Path(__file__).parents[1]
TEXT = "星野県は、地域おこし協力隊を３名増やす。「いつですか。」と聞かれた。\n　総務省 地域力創造グループ  と話す。"
MINUTES = """第１回　岬の暮らし研究会　議事概要

○日時：令和６年４月１日（月）10:00～11:00
【議事概要】
○　地域おこし協力隊の任期のあとの定住について、ﾃﾞｼﾞﾀﾙ人材とともに
３年以内に５割を目指すべきではないか。
　→　星野県と協議し、令和６年度中に検討したい旨事務局より回答。
"""


def test_reading_and_parsing_leave_spacy_alone(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(MINUTES, encoding="utf-8")
    code = (
        "import sys, minutes_nlp\nfrom minutes_nlp.cli import main\n"
        f"main(['parse', {str(file)!r}])\n"
        "print({'spacy', 'sklearn'} & set(sys.modules), file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)  # noqa: S603 - our own interpreter
    assert ran.stderr.strip().splitlines()[-1] == "set()", ran.stderr
    assert "地域おこし協力隊" in ran.stdout


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("text", [TEXT, "", " ", "\n\n あ", "あ  い", "a b\tc　", "徳島（とくしま）県…⑴①②③"])
def test_a_doc_is_its_text(text, mode):
    assert pipes.nlp(mode)(text).text == text


def test_a_doc_has_what_our_words_have():
    doc = pipes.nlp()(TEXT)
    tokens = [token for token in doc if token.tag_ != "空白"]
    found = words(TEXT, Mode.C)
    assert [(t.text, t.idx, t.tag_, t.norm_, t.lemma_) for t in tokens] == [
        (w.surface, w.start, w.tag, w.normalised, w.dictionary_form) for w in found
    ]
    assert [sentence.text.strip() for sentence in doc.sents] == [
        "星野県は、地域おこし協力隊を３名増やす。",
        "「いつですか。」と聞かれた。",
        "総務省 地域力創造グループ  と話す。",
    ]


@pytest.mark.parametrize("split", ["A", "C"])
def test_the_components_work_in_any_japanese_pipeline(split):
    theirs = spacy.blank("ja", config={"nlp": {"tokenizer": {"split_mode": split}}})
    theirs.add_pipe("minutes_terms", config={"entities": True})
    theirs.add_pipe("minutes_figures")
    doc = theirs("元協力隊員が３年で５割定住した。")
    assert [(span.text, span.label_, span.id_) for span in doc.spans["terms"]] == [
        ("協力隊", "programme", "地域おこし協力隊")
    ]
    assert [span.text for span in doc.ents] == ["協力隊"]
    assert "５割" in [span.text for span in doc.spans["figures"]]


def test_a_pipeline_can_be_kept_on_disk(tmp_path):
    pipes.nlp(Mode.C).to_disk(tmp_path / "kept")
    doc = spacy.load(tmp_path / "kept")("地域おこし協力隊")
    assert [token.text for token in doc] == ["地域おこし協力隊"]


CASES = [
    "星野県の地域社会政策審議会に諮った。",
    "地域の基盤と財政に関する検討会では、環境基本条例と令和六年法律第十二号を扱う。",
    "株式会社みなと銀行と一般社団法人きずな協会、星野県総合政策部地域振興課。",
    "活用法と方法を考える。本検討会の事務局は商工課である。",
    "島根県海士町の町役場と県立大学、地方自治法施行令。",
]


@pytest.mark.parametrize("text", CASES)
def test_our_matcher_finds_in_the_pattern_files_what_spacys_finds(text):
    pipeline = pipes.blank(Mode.A)
    pipeline.add_pipe("span_ruler", config={"validate": True}).add_patterns(
        [json.loads(line) for path in pattern_files() for line in path.read_text(encoding="utf-8").splitlines()]
    )
    doc = pipeline(text)
    theirs = {(span.label_, span.start_char, span.end_char) for span in doc.spans["ruler"]}
    ours = {(str(kind), *span) for kind, span in patterns().find(words(text, Mode.A))}
    assert ours <= theirs
    assert _longest(ours) == _longest(theirs)


def _longest(found):
    return {one for one in found if not any(o != one and o[1] <= one[1] and one[2] <= o[2] for o in found)}


def test_a_record_becomes_a_docbin_with_its_findings():
    record = make_record(MINUTES.encode(), "a.txt")
    vocab = pipes.blank().vocab
    docs = list(to_docbin([record]).get_docs(vocab))
    assert [doc.text for doc in docs] == [utterance.text for utterance in record.utterances]
    assert [doc.user_data["utterance"] for doc in docs] == [utterance.id for utterance in record.utterances]
    assert {(span.text, span.id_) for span in docs[0].spans["terms"]} >= {
        ("地域おこし協力隊", "地域おこし協力隊"),
        ("デジタル人材", "デジタル人材"),
    }


def test_commitments_are_a_component_of_any_pipeline():
    made = spacy.blank("ja")
    made.add_pipe("minutes_commitments")
    doc = made("灯りは四か所である。船着場に秋までに灯りを付けたい。")
    assert [(span.label_, span.text) for span in doc.spans["commitments"]] == [
        ("will_do", "船着場に秋までに灯りを付けたい")
    ]


def test_topics_are_a_component_of_any_japanese_pipeline():
    from minutes_nlp.analysis.topics import pipes as topics  # noqa: PLC0415 - registers it

    nlp = spacy.blank("ja")
    nlp.add_pipe("minutes_topics")
    doc = nlp("集落支援員の手当は村によって倍も違う。")
    assert max(doc.cats, key=doc.cats.get) == "shuraku-shienin"
    assert ("集落支援員", "shuraku-shienin") in {(span.text, span.label_) for span in doc.spans[topics.TOPICS]}
    assert nlp("本日はお招きにあずかり、まことにうれしく思う。").cats == {}


def test_topics_of_a_ministry_of_its_own_are_a_component_too(tmp_path):
    (tmp_path / "own.toml").write_text('[suisha]\nlabel = "水車"\naliases = ["水車"]\n', encoding="utf-8")
    nlp = spacy.blank("ja")
    nlp.add_pipe("minutes_topics", config={"taxonomy": str(tmp_path / "own.toml")})
    assert list(nlp("水車を直す。").cats) == ["suisha"]
