from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes_nlp.document import Flow
from minutes_nlp.errors import SourceError
from minutes_nlp.reading.plain import read_plain

SHARED = Path(__file__).parents[2] / "shared"
MINUTES = (
    "第３回　山里振興検討会　議事概要\r\n\r\n○日時　令和６年７月２日（火）\r\n"
    "○　空き家の活用について、資料①のとおり進めたい。\r\n"
)
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp932", "euc_jis_2004", "iso2022_jp_2004"]


def read(text: str | bytes, name: str = "a.txt"):
    return read_plain(text.encode() if isinstance(text, str) else text, name)


def lines(document):
    return [[document.source[slice(*line.span)] for line in page.lines] for page in document.pages]


def printed_dump(*pages: list[str]) -> str:
    """Lines apart by blank ones, pages joined by a space, as dumps of printed pages have them."""
    return " " + " ".join("\n\n".join(page) + "\n" for page in pages)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_usual_encoding_is_told_by_its_bytes(encoding):
    document = read(MINUTES.encode(encoding))
    assert document.source == MINUTES
    assert (document.flow, document.notes) == (Flow.TYPED, ())


@pytest.mark.parametrize("encoding", ["utf-8", "cp932", "euc_jp", "iso2022_jp", "utf-16"])
@given(
    words=st.lists(st.sampled_from(["地域", "の", "カメラ", "は、", "委員。", "A", "12", "（案）", "ヲ"]), min_size=4)
)
def test_japanese_comes_back_from_every_encoding(encoding, words):
    text = "第一回の会議。" + "".join(words) + "\n"
    assert read(text.encode(encoding)).source == text


def test_utf8_is_not_taken_for_cp932():
    assert read("ｱｲｳ、縺ゅ＞").source == "ｱｲｳ、縺ゅ＞"


def test_a_file_cut_inside_a_character_is_read_with_a_note():
    document = read("会議を始めます。本日の議題は".encode()[:-1])
    assert document.source == "会議を始めます。本日の議題\ufffd"
    assert [(note.code, note.spans) for note in document.notes] == [("broken-bytes", ((13, 14),))]


def test_broken_bytes_in_the_middle_are_noted_where_they_stand():
    data = ("会議を始めます。" * 20).encode("cp932") + b"\x81\n" + "異議なし。".encode("cp932")
    document = read(data)
    ((start, end),) = document.notes[0].spans
    assert document.source[start:end] == "\ufffd"
    assert document.source.endswith("異議なし。")


@pytest.mark.parametrize("data", [bytes(range(256)) * 8, b"\x89PNG\r\n\x1a\n" + bytes(range(128, 256)) * 4])
def test_what_is_no_text_is_refused(data):
    with pytest.raises(SourceError) as caught:
        read(data)
    assert caught.value.code == "not-text"
    assert caught.value.remedy


@pytest.mark.parametrize("data", [b"", b" \r\n\r\n", b"\xef\xbb\xbf", b"\x1a", "　\n".encode("utf-16")])
def test_a_file_without_characters_is_refused(data):
    with pytest.raises(SourceError) as caught:
        read(data)
    assert caught.value.code == "no-text"


def test_the_end_mark_of_old_editors_is_no_text():
    assert read("以上\r\n\x1a").source == "以上\r\n"


@pytest.mark.parametrize("feed", ["\n", "\r\n", "\r"])
def test_lines_end_at_any_line_feed(feed):
    assert lines(read(f"一行目{feed}{feed}　二行目 {feed}三行目")) == [["一行目", "二行目", "三行目"]]


def test_a_full_width_character_is_one_unit_wide():
    (line,) = read("　 (1)議題ｱA").pages[0].lines
    assert line.box == (1.5, 0.0, 6.0, 1.0)
    assert line.size == 1.0


def test_a_tab_goes_to_the_next_stop():
    first, second = read("議題\t資料\nA\t\tB").pages[0].lines
    assert first.box[2] == 6.0
    assert second.box[2] == 8.5


def test_blank_lines_count_in_the_height_of_a_line():
    assert [line.box[1] for line in read("一\n\n\n二").pages[0].lines] == [0.0, 3.0]


def test_every_character_has_its_edges():
    document = read("　地域A\r\nB")
    assert list(document.x0) == [0.0, 1.0, 2.0, 3.0, 3.5, 3.5, 0.0]
    assert list(document.x1) == [1.0, 2.0, 3.0, 3.5, 3.5, 3.5, 0.5]


@given(st.text(alphabet="地ｱA(　 \t\n\r\f○", min_size=1).filter(str.strip))
def test_every_character_that_is_no_space_is_in_one_line_of_its_page(text):
    document = read(text)
    assert "".join("".join("".join(page) for page in lines(document)).split()) == "".join(text.split())
    assert len(document.x0) == len(document.x1) == len(text)
    for page in document.pages:
        assert all(page.span[0] <= line.span[0] < line.span[1] <= page.span[1] for line in page.lines)


def test_a_form_feed_starts_a_page():
    document = read("一頁\n\f二頁\n\f")
    assert lines(document) == [["一頁"], ["二頁"]]
    assert [page.span for page in document.pages] == [(0, 4), (4, 8)]


def test_a_single_space_after_a_line_with_text_starts_a_page():
    body = [f"第{n}項について説明した。" for n in range(12)]
    document = read(printed_dump(body, ["途中から続く文。", *body], body))
    assert [len(page) for page in lines(document)] == [12, 13, 12]
    assert [page.lines[0].box[0] for page in document.pages] == [0.0, 0.0, 0.0]


def test_an_indented_reply_after_a_blank_line_starts_no_page():
    body = [f"第{n}項について説明した。" for n in range(12)]
    assert len(read(printed_dump([*body, " →検討する。", *body])).pages) == 1


@pytest.mark.parametrize(
    "text",
    [
        "# 記録\n" + "## 議題\n * 一つ目\n * 二つ目\n" * 9,
        "議題\n" + "- 項目\n - 小項目\n" * 9,
        "○ 長い発言の一行目\n 続きの行\n" * 20,
        "説明\n" + "本文\n" * 40 + " 続き一\n 続き二\n 続き三\n" + "本文\n" * 40,
        "- 項目\n  - 小項目\n    - 孫項目\n" * 9 + "本文\n 字下げした本文\n",
    ],
)
def test_indentation_by_one_space_starts_no_page(text):
    assert len(read(text).pages) == 1


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real documents are not here")
@pytest.mark.parametrize(
    ("name", "pages"),
    [
        ("seeds/000*", 5),
        ("seeds/001*", 1),
        ("samples/text/024*", 1),
        ("samples/text/022*", 1),
        ("samples/text/035*", 4),
    ],
)
def test_the_pages_of_real_dumps_are_counted(name, pages):
    path = next(SHARED.glob(name))
    assert len(read_plain(path.read_bytes(), path.name).pages) == pages
