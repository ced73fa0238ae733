"""What a single line is besides a turn (場面・区切り・見出し): scene lines, session events, headings."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence
from functools import lru_cache

from minutes_nlp.dates import find_times
from minutes_nlp.document import Paragraph
from minutes_nlp.language.sentences import ends_whole
from minutes_nlp.model import BlockKind
from minutes_nlp.structure.head_labels import body_label
from minutes_nlp.structure.labels import title_first, titled
from minutes_nlp.structure.vocabulary import any_of, marks, squeezed, table

__all__ = [
    "AGENDA_ITEM",
    "ENDS_SENTENCE",
    "can_be_heading",
    "end_of_talk",
    "heading_style",
    "heading_title",
    "is_column_head",
    "is_event",
    "is_explanation",
    "is_in_brackets",
    "is_lone_number",
    "is_note",
    "is_rule",
    "is_scene",
    "plain_item",
    "repeats_item",
    "session_hours",
]

SCENE_FRAME = re.compile(
    r"[（(〔\[［－−-](?P<inside>.*)[）)〕\]］－−-]", re.DOTALL
)  # （「異議なし」の声あり）, －資料１を説明－
BRACKETED = re.compile(r"[【《＜<〈〔](?P<title>[^【】《》＜＞〈〉〔〕]+)[】》＞>〉〕]")  # 【議事概要】
# ― 西の水路 ―, ～～ 審査 ～～, * * 午後 * *: the same sign on both sides, set off by spaces
RULE_SIGN, SAME_SIGN = r"[―－—─━~～〜＊*=＝・◇◆■□-]", r"(?:[ \u3000]?(?P=sign))*"
RULED = re.compile(rf"(?P<sign>{RULE_SIGN}){SAME_SIGN}[ \u3000]+(?P<title>\S.*\S)[ \u3000]+(?P=sign){SAME_SIGN}")
TOPIC = re.compile(r"[（(](?P<title>[^（）()。、]{2,24})[）)]")  # （発表事項に関するもの）
FROM = re.compile(r"\w{2,20}(?:から|より)の(?P<act>\w{1,8})")  # 堤下委員からの質問
PAGE_NUMBER = re.compile(r"[-－−‐–—―][ \u3000]*[0-9０-９]{1,4}[ \u3000]*[-－−‐–—―]")  # -12-
# No.1, №３, 整理番号 12
CARD_NUMBER = re.compile(r"(?:(?:N[oO]|Ｎ[ｏＯ])[.．]?|№|(?:整理|受付)番号)[ \u3000]*[0-9０-９]{1,3}")
WORD = re.compile(r"\w\w")
RULE = re.compile(r"[─━\-－=＝*＊_＿~～・…┌┐└┘│┃\s]{4,}")  # ────────
NUMBER_MARK = re.compile(r"[（(]?[0-9０-９Ⅰ-Ⅹ第]+[^\s]{0,3}[ \u3000]*")  # １．（１）第１ Ⅰ．
ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ"
NUMERAL = re.compile(r"[0-9０-９]+|[Ⅰ-Ⅹ]")
AGENDA_ITEM = re.compile(
    r"[【〔](?:課題|論点|テーマ|議題|議案|事項)\s*[0-9０-９一二三四五六七八九十]{1,2}[】〕][ \u3000]*\S"
    r"|(?:議題|議事|案件|議案|報告|報告事項|審議事項|協議事項|承認|認定|請願|陳情|諮問)\s*"
    r"(?:第?[0-9０-９]+号?[ \u3000]+\S|[（(][0-9０-９]+[）)]\s*[^\s、。にのはをがで]|第[0-9０-９]+号\s*$)"
    r"|(?:議事)?日程\s*第[ \u3000]*[0-9０-９一二三四五六七八九十]+(?:[ \u3000]|$)"
    r"|第\s*[0-9０-９一二三四五六七八九十]+\s*号\s*(?:議案|報告|議題|案件|請願|陳情|諮問)(?:[・、～〜及び（(]|\s|$)"
    r"|(?:報告|審議|協議|諮問|連絡)事項[ \u3000]+\S"
)  # 議題（２）…について, 【課題１】…について, 第１号議案　…の変更について, 日程第２　議案第４０号, 報告事項　…について
BARE_NUMBER = re.compile(r"(?P<number>[0-9０-９]{1,2})[ \u3000]+\S")  # １ 特定事件調査
# １．　（２） 議題１　 第３　: the number of an item of the agenda, in the head or in the body
ITEM_NUMBER = re.compile(r"(?:議題|議事|案件|日程)?第?[（(]?[0-9０-９一二三四五六七八九十①-⑳]{1,2}[）)．.、　 ]+|[①-⑳]")
ENDS_SENTENCE = re.compile(r"[。、，,：:」？?]\s*$")
LEADERS = re.compile(r"[.．・…‥･]{4,}|……")  # 目次の点線
TAG = re.compile(r"<[a-zA-Z/!]")  # <div class="…">
FRAME_SIGNS = "【（(〔［[＜<〈■□◆◇○●◎※＊*・"  # before the title of the end matter
LONGEST_HEADING = 50  # characters; the longest heading of a report seen had 46
LONGEST_SCENE = 60
OPENING_MARKS = marks("circle") + marks("double_circle") + marks("filled_circle")
TRIANGLES = marks("triangle")
STARS = "★☆"
BLOCK_MARKS = marks("square") + marks("diamond") + STARS + TRIANGLES


def is_scene(string: str) -> bool:
    """Whether a line tells what happened instead of what was said: （「なし」と呼ぶ者あり）, － 休憩 －."""
    string = string.strip()
    frame = SCENE_FRAME.fullmatch(string)
    if frame is None or len(string) > LONGEST_SCENE:
        return False
    inside = squeezed(frame["inside"]).strip("－−-")
    said = FROM.fullmatch(inside)
    if said and any(any_of("wording", words).fullmatch(said["act"]) for words in ("asking_words", "answering_words")):
        return False
    if titled(inside) or title_first(frame["inside"]):
        return False
    return any(sign in inside for sign in table("wording")["scene"])


def is_explanation(string: str) -> bool:
    """Whether a scene line tells that papers were explained: −資料２に基づき説明−."""
    return is_scene(string) and "説明" in string


def is_lone_number(string: str) -> bool:
    """Whether a line is a number alone: a running page number (ノンブル) that a text dump has kept, or a card's."""
    string = string.strip()
    return PAGE_NUMBER.fullmatch(string) is not None or CARD_NUMBER.fullmatch(string) is not None


@lru_cache(maxsize=4096)  # every notation asks it of every paragraph
def is_event(string: str) -> bool:
    """Whether a line marks the course of the session, where any turn ends: 午後１時００分開会, 以上, ─────."""
    if len(string) > LONGEST_SCENE + LONGEST_SCENE:  # spaced letters at most double a line
        return False
    plain = squeezed(string).strip("（）()〔〕［］[]－−-―─")
    return len(plain) < LONGEST_SCENE and bool(
        not plain or any_of("wording", "event").fullmatch(plain) or RULE.fullmatch(string)
    )


@lru_cache(maxsize=4096)  # every notation asks it of every paragraph
def is_column_head(string: str) -> bool:
    """Whether a line is the head of a table of turns: 発言者　発言内容."""
    cells = string.split() if len(string) <= LONGEST_HEADING else []
    kinds = ("speaker_columns", "asking_columns", "answering_columns")
    return len(cells) > 1 and all(any(any_of("wording", kind).fullmatch(cell) for kind in kinds) for cell in cells)


def is_rule(string: str) -> bool:
    """Whether a line is drawn with signs: ────────."""
    return RULE.fullmatch(string) is not None


def plain_item(string: str) -> str:
    """An item of the agenda without its number and spaces, as it may be printed anew above its discussion."""
    return squeezed(ITEM_NUMBER.sub("", string.strip(), 1))


def repeats_item(paragraphs: Sequence[Paragraph], i: int, agenda: Container[str]) -> bool:
    """Whether a line prints an item of the agenda anew; not where several stand together, as when they are read out."""
    near = (paragraphs[j] for j in (i - 1, i + 1) if 0 <= j < len(paragraphs))
    return _is_item(paragraphs[i], agenda) and not any(_is_item(paragraph, agenda) for paragraph in near)


def _is_item(paragraph: Paragraph, agenda: Container[str]) -> bool:
    return len(paragraph.text) <= 2 * LONGEST_HEADING and plain_item(paragraph.text.string) in agenda


def end_of_talk(paragraphs: Sequence[Paragraph], start: int) -> int:
    """Where the end matter begins (末尾): whom to ask (お問合せ先), who signs (署名), and nothing said below it."""
    end = len(paragraphs)
    for i in range(len(paragraphs) - 1, start - 1, -1):
        string = paragraphs[i].text.string.strip()
        if any_of("wording", "end_matter").fullmatch(squeezed(string).lstrip(FRAME_SIGNS)):
            end = i
        elif ends_whole(string) and not is_note(paragraphs[i]):
            break
    return end


def is_note(paragraph: Paragraph) -> bool:
    """Whether a line is a note to the reader (※　訂正箇所は…)."""
    mark = (paragraph.marker or paragraph.text).string.strip()[:1]
    return bool(mark) and mark in marks("note")


def session_hours(paragraphs: Sequence[Paragraph]) -> tuple[str | None, str | None]:
    """When the session began and ended, from lines such as 午後１時００分開会."""
    events = [p.text.string for p in paragraphs if len(p.text) < LONGEST_SCENE and is_event(p.text.string)]
    opening = [times for line in events if re.search("開会|開議", line) and (times := find_times(line))]
    closing = [times for line in events if re.search("閉会|散会|閉廷|終了", line) and (times := find_times(line))]
    return opening[0][0].time if opening else None, closing[-1][0].time if closing else None


def heading_title(paragraph: Paragraph) -> str:
    """The words of a heading, without the brackets around it."""
    string = paragraph.text.string.strip()
    match = BRACKETED.fullmatch(string) or TOPIC.fullmatch(string) or RULED.fullmatch(string)
    return (match["title"] if match else string).strip()


def heading_style(
    paragraphs: Sequence[Paragraph], i: int, opens: Callable[[int], bool], *, minutes: bool
) -> str | None:
    """How the heading at `i` is set, so that headings of one style have one level; None where there is no heading."""
    string = paragraphs[i].text.string.strip()
    if not can_be_heading(paragraphs[i], string) or opens(i):
        return None
    if BRACKETED.fullmatch(string):
        return string[0]
    if body_label(paragraphs[i], ("strong", "weak")):
        return "label"
    return None if ENDS_SENTENCE.search(string) else _unframed_style(paragraphs, i, opens, minutes=minutes)


def _unframed_style(
    paragraphs: Sequence[Paragraph], i: int, opens: Callable[[int], bool], *, minutes: bool
) -> str | None:
    """The same of a line without brackets of its own and known words."""
    string = paragraphs[i].text.string.strip()
    if minutes and paragraphs[i].marker is None and RULED.fullmatch(string):
        return string[0]
    if _is_topic_in_brackets(string) and minutes and _stands_above_turn(paragraphs, i, opens):
        return "（"
    if AGENDA_ITEM.match(string):
        return "item"
    return string[0] if string[0] in TRIANGLES else _marked_style(paragraphs, i, opens, minutes=minutes)


def can_be_heading(paragraph: Paragraph, string: str) -> bool:
    """Whether a paragraph is text, short, and neither a scene, nor markup, nor a line of a table of contents."""
    if paragraph.kind in {BlockKind.TABLE, BlockKind.FOOTNOTE, BlockKind.CAPTION} or len(string) > LONGEST_HEADING:
        return False
    strange = TAG.match(string) or LEADERS.search(string) or not WORD.search(string)
    return not (strange or is_scene(string) or is_event(string))


def _marked_style(
    paragraphs: Sequence[Paragraph], i: int, opens: Callable[[int], bool], *, minutes: bool
) -> str | None:
    paragraph = paragraphs[i]
    mark = paragraph.marker.string.strip() if paragraph.marker else ""
    if mark[:1] in BLOCK_MARKS and mark and (mark[0] not in STARS or i + 1 < len(paragraphs)):
        return mark[0]
    above_turn = minutes and (_stands_above_turn(paragraphs, i, opens) or _is_notice(paragraph))
    headed = paragraph.kind is BlockKind.HEADING
    numbered = NUMBER_MARK.fullmatch(mark) if mark else BARE_NUMBER.match(paragraph.text.string.strip())
    if numbered and (headed or above_turn or not minutes):
        return NUMERAL.sub(lambda match: "Ⅰ" if match[0] in ROMAN else "1", mark or "1 ")
    if headed and not mark and (above_turn or not minutes):
        return f"heading{paragraph.level or ''}"
    return "topic" if above_turn and not mark and _is_topic(paragraphs, i) else None


def _stands_above_turn(paragraphs: Sequence[Paragraph], i: int, opens: Callable[[int], bool]) -> bool:
    """Whether the next lines, other headings passed over, open a turn."""
    for j in range(i + 1, min(i + 4, len(paragraphs))):
        below = paragraphs[j]
        if opens(j) or (below.marker and below.marker.string.strip()[:1] in OPENING_MARKS):
            return True
        if len(below.text) > LONGEST_HEADING or ENDS_SENTENCE.search(below.text.string):
            return False
    return False


def _is_notice(paragraph: Paragraph) -> bool:
    """Whether a numbered line heads notices in which nobody may speak: ５ その他, （４）連絡事項."""
    title = squeezed(NUMBER_MARK.sub("", paragraph.text.string.strip(), 1))
    return any_of("wording", "notice_titles").fullmatch(title) is not None


def _is_topic_in_brackets(string: str) -> bool:
    """Whether a line in round brackets says by its words that it names what comes below: （その他の質問）."""
    return is_in_brackets(string) and any_of("wording", "bracket_topics").search(squeezed(string)[1:-1]) is not None


def is_in_brackets(string: str) -> bool:
    """Whether a line is a few words in round brackets, no person and no scene: （安全の確保）."""
    match = TOPIC.fullmatch(string.strip())
    return match is not None and titled(squeezed(match["title"])) is None and not is_scene(string)


def _is_topic(paragraphs: Sequence[Paragraph], i: int) -> bool:
    """Whether a bare line names what the next turns are about: a finished turn or a heading above, a mark below."""
    if i == 0 or i + 1 >= len(paragraphs) or len(paragraphs[i].text) > LONGEST_HEADING - 10:
        return False
    above, below = paragraphs[i - 1], paragraphs[i + 1]
    marked = below.marker is not None and below.marker.string.strip()[:1] in OPENING_MARKS
    numbered = BARE_NUMBER.match(above.text.string.strip()) or (
        above.marker and NUMBER_MARK.fullmatch(above.marker.string.strip())
    )
    named = body_label(above) or BRACKETED.fullmatch(above.text.string.strip())
    ended = above.text.string.rstrip().endswith("。") and above.marker is not None
    return marked and bool(numbered or named or ended)
