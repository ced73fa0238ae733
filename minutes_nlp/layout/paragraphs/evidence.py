"""What two lines and their words say about each other (行と行の手掛かり): the evidence that joins are decided on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

from minutes_nlp.language import Word, words
from minutes_nlp.language.words import Mode
from minutes_nlp.layout.lines.edges import Edges
from minutes_nlp.layout.lines.rows import Row
from minutes_nlp.layout.marks import Mark, mark_of

__all__ = [
    "ALIGNED_EM",
    "ENTRY_EM",
    "INDENT_EM",
    "ITEMS",
    "ONE_SCRIPT",
    "SENTENCE_END",
    "closes_bracket",
    "columns_of",
    "counting_on",
    "crosses",
    "goes_on_in_address",
    "hanging_marks",
    "heads_anew",
    "is_attribute",
    "is_enumerated",
    "is_gloss",
    "is_one_phrase",
    "is_typed_rule",
    "label_of",
    "mark_at",
    "names",
    "stacks",
]

INDENT_EM = 0.6  # a step of the left edge that means something; grids and kerning shift by up to 0.2
ENTRY_EM = 2.0  # a column this far from the line's start is one of an entry (氏名　　所属), not an indent
ALIGNED_EM = 0.45  # how far a hanging line may stand from its column
NAME_LENGTH = 5  # characters of a name that a line's end may cut, and of that line: 特別 alone is a label
CONTEXT = 12  # characters on each side that Sudachi is shown: two or three words
DASHES = "―－—–-～〜"  # what a subtitle begins with
ITEMS = "○〇・※◇•"  # marks of items in sentences; ■ and numbers stand before titles
# 都市から移り、: what tells of a name that stands above it
TELLS = re.compile(r"[をに]|から|では?")
# ワーキング⏎ホリデー, 協力隊⏎推進事業
ONE_SCRIPT = re.compile(r"[ァ-ヺー]{2}|[一-龠々]{2}")
# 保⏎守費, Ｄ⏎Ｘ; but 発表⏎（テーマ）, ③⏎2018, and Type⏎Type, which a typesetter does not cut
ONE_WORD = re.compile("[^!-~①-⑳（「『【〔＜《]{2}")
# 「灯台」に加えて
QUOTED = re.compile("[「『][^」』]{1,20}[」』][「『、にをがとのや等]")
# 定住自立圏とは
QUESTION_TITLE = re.compile("[^、。]{2,20}とは")
NOUNS = {"名詞", "接尾辞", "接頭辞", "補助記号", "記号", "形状詞"}  # what names are made of
NAMED = {"名詞", "形状詞", "接頭辞"}  # what goes on after できなかった: 施策, 柔軟な施策, 新制度; する may be an end
LEANS_BACK = {"助詞", "助動詞"}  # parts of speech that lean on the word before
# particles that a phrase cannot end with; て can: 「…について」 ends titles
LEANS_ON = {*"のをにがとへはもやで", "ながら", "つつ"}
# 制度の創設、 / 事業化を行っ / 人脈・ / つながりを強化するため、任期 / 自治体における / 隊員を対象とした: no phrase
# ends so; 受け入れて neither, but 目指して ends titles
OPEN_END = re.compile(
    r"[、っッ]$|[^・]・$|[めりしばてがら]、[^、。]{1,4}$|(?:(?<!目指)し|れ)て$"
    "|(?:における|において|による|により|によって|に関する|に要する|に資する|に係る|に対する|に応じた|に基づく|に向けた|に伴う"
    "|を対象とした|を活用した|を通じた|を踏まえた|を含めた|と連携した|に配慮した|を(?:はじめ|中心)とする)$"
)
# 日用品を届ける / できなかった: in a box, before a noun, more often the attribute of that noun than an end
ATTRIBUTE = re.compile("[ぁ-ん][るたうくすむぶぐ]$")
# 及び人口減少率が高い市町村 / ため、 / ことを
OPEN_START = re.compile(
    "(?:及び|および|並びに|ならびに|又は|または|若しくは|もしくは)|ため[、に]|こと[をがには]|(?:など|等)[をのにが、]"
)
BRACKETS = (("（", "）"), ("(", ")"), ("「", "」"), ("『", "』"))
# …である。 / …ですか。」 / …かもしれません。（笑）
SENTENCE_END = re.compile(r"[。．？！?!][」』）)】〕]*(?:[（(][^（）()]{1,6}[）)])?$")
# 議題（２）計画の変更について
AGENDA_LINE = re.compile(
    r"(?:議題|議事|議案|案件|日程|報告|協議)(?:第?[0-9０-９]{1,3}号?|[（(][0-9０-９]{1,2}[）)])[^。、]*"
)
# （事務局） / 【委員】 / （問５） / Ｑ３．, Ａ２-２　 / １２　　番　 / 石田町長：, 事務局（石田）：
LABEL = re.compile(
    r"[（(【〔＜〈](?P<word>[^）)】〕＞〉。、]{1,12})[）)】〕＞〉]"
    r"|(?P<letter>[ＱＡＣQAC問答])(?:[0-9０-９]{1,2}(?:[-－‐][0-9０-９]{1,2})?|(?=[．.：:]))(?![0-9０-９])"
    r"|[0-9０-９]{1,2}[ 　]*(?P<seat>番)[ 　（(]"
    r"|[^\s。、，「」（）()：:]{2,20}(?:[（(][^（）()。、：:]{1,12}[）)])?(?P<colon>[：:])(?![0-9０-９])"
)

# ========== / －－－－－－
TYPED_RULE = re.compile(r"([=＝\-－―─━_＿*＊~～])\1{5,}")
# Assistant Language Teacher
LATIN_LINE = re.compile(r"[A-Za-z][A-Za-z.'’&-]*(?: [A-Za-z.'’&-]+)+")
OPEN = "（(「『、"  # what is before a word of another language in a sentence
# https://www.example.jp/singi/2019_2-
ADDRESS_END = re.compile(r"https?://[!-~]+[-/_.=&?%#]$")
# 1.pdf / shiryo/kaigi.html
ADDRESS_REST = re.compile(r"(?!https?:)[0-9A-Za-z][!-~]*[./_=&?%#-][!-~]*(?![!-~])")
# 会長 / 村井委員 / 事務局
ROLE = re.compile("(?:会長|座長|委員長|議長|委員|構成員|事務局|課長|局長|室長)$")


def mark_at(row: Row) -> Mark | None:
    """The mark that a row begins with."""
    return mark_of(row.string, row.tabs[0].start if row.tabs else 0)


def columns_of(row: Row) -> list[float]:
    """Where the text goes on after gaps inside a row, far enough from its start, and its mark, to be columns."""
    mark = mark_at(row)
    start = mark.length if mark else 0
    return [
        tab.right
        for tab in row.tabs
        if tab.right >= row.x0 + ENTRY_EM * row.size and row.string[start : tab.start].strip()
    ]


def crosses(last: Row, row: Row) -> bool:
    """Whether a page or a column ends between two rows."""
    return (last.page, last.column) != (row.page, row.column)


def goes_on_in_address(last: Row, row: Row) -> bool:
    """Whether an address on the web is broken at a line's end: https://example.jp/a_2-⏎1.pdf."""
    return not crosses(last, row) and bool(ADDRESS_END.search(last.string)) and bool(ADDRESS_REST.match(row.string))


def hanging_marks(rows: Sequence[Row], edges: dict[tuple[int, int], Edges]) -> frozenset[str]:
    """The kinds of mark behind which most lines hang, seen where a full marked line goes on in mid-sentence."""
    votes: Counter[str] = Counter()
    for before, after in pairwise(rows):
        place = (before.page, before.column)
        mark = mark_at(before)
        if mark is None or place != (after.page, after.column) or mark_at(after):
            continue
        if before.x1 > edges[place].right - before.size and not SENTENCE_END.search(before.string):
            votes[mark.kind] += 1 if after.x0 > before.x0 + INDENT_EM * after.size else -1
    return frozenset(kind for kind, vote in votes.items() if vote > 0)


def counting_on(rows: Sequence[Row]) -> frozenset[int]:
    """The places of rows whose lone number is one more than the last one at that indent (１　日時, ２　場所)."""
    found, last = set[int](), None
    for row in rows:
        mark = mark_at(row) if row.tabs else None
        if mark is None or mark.kind != "gapped" or not row.string[: mark.length].isdecimal():
            continue
        number = int(row.string[: mark.length])
        if last and number == last[0] + 1 and abs(row.x0 - last[1].x0) < ALIGNED_EM * row.size:
            found.add(row.place)
        last = number, row
    return frozenset(found)


def stacks(rows: Sequence[Row]) -> dict[int, int]:
    """How many rows follow each row at its own indent, by the place of the row's text."""
    found: dict[int, int] = {}
    count = 0
    for row, after in zip(reversed(rows), [None, *reversed(rows)], strict=False):
        aligned = after and not crosses(row, after) and abs(row.x0 - after.x0) < ALIGNED_EM * row.size
        count = count + 1 if aligned else 0
        found[row.place] = count
    return found


def label_of(string: str) -> str:
    """The label that a line begins with, its digits blotted out; all names before a colon, and all roles, are alike."""
    match = LABEL.match(string)
    if match is None or match.end() == len(string):
        return ""
    if match["colon"]:
        return "："
    word = match["letter"] or match["seat"] or re.sub(r"[0-9０-９]+", "#", match["word"])
    return "役" if ROLE.search(word) else word


def closes_bracket(before: str, after: str) -> bool:
    """Whether a bracket that the first line leaves open is closed in the second."""
    return any(
        before.rfind(opening) > before.rfind(closing) and _is_closed(after, opening, closing)
        for opening, closing in BRACKETS
    )


def _is_closed(string: str, opening: str, closing: str) -> bool:
    """Whether more brackets are closed in a string than opened: 「（２年）、３団体）」."""
    depths = accumulate((character == opening) - (character == closing) for character in string)
    return any(depth < 0 for depth in depths)


def is_typed_rule(string: str) -> bool:
    """Whether a line is a rule made of characters: ==========."""
    return TYPED_RULE.fullmatch(string) is not None


def is_attribute(before: str, after: str) -> bool:
    """Whether a line may end in a verb that says something about the noun in the next line (連体修飾)."""
    return ATTRIBUTE.search(before) is not None and words(after[:CONTEXT])[0].pos[0] in (
        NAMED if before[-1] == "た" else {"名詞"}
    )


def is_enumerated(before: str, after: str) -> bool:
    """Whether two names in quotation marks stand on the sides of a line's end: 従来の「港」⏎「灯台」に加えて."""
    return before.endswith(("」", "』")) and QUOTED.match(after) is not None


@lru_cache(maxsize=1024)
def is_one_phrase(before: str, after: str) -> bool:
    """Whether a word stands on both sides of a line's end, or one side leans on the other."""
    head, tail = before[-CONTEXT:], after[:CONTEXT]
    if tail[0] in DASHES or QUESTION_TITLE.fullmatch(before):
        return False
    if OPEN_END.search(head) or OPEN_START.match(tail):
        return True
    edge = len(head)
    alone = words(head)
    begins = alone[-1].start if alone else edge  # of the last word; a word across must not cut it: 検討会 before 議事
    is_letter = ONE_WORD.fullmatch(head[-1] + tail[0]) is not None
    return _is_name_over(head, tail) or any(
        (is_letter and word.start < edge < word.stop and (word.start <= begins or word.pos[0] in LEANS_BACK))  # しつ⏎つ
        or (word.start == edge and _leans_back(word, head, tail))
        or (word.stop == edge and word.pos[0] == "助詞" and word.surface in LEANS_ON)
        or (word.stop == edge and word.pos[0] == "助動詞" and word.surface in {"な", "に"})  # 新たな⏎流れ
        for word in words(head + tail)
    )


def _is_name_over(head: str, tail: str) -> bool:
    """Whether a name of the field stands on both sides of a line's end: 集落づくり事業⏎協同組合."""
    edge = len(head)
    over = (word for word in words(head + tail, Mode.C) if word.start < edge < word.stop)
    return edge >= NAME_LENGTH and any(
        word.stop - word.start >= NAME_LENGTH and word.pos[1] == "固有名詞" for word in over
    )


def names(last: Row, row: Row) -> bool:
    """Whether an item of a slide is a bare name, and the line below tells of it: ・移動図書館⏎本を積んで集落を回る."""
    mark = mark_at(last)
    goes_over = ONE_SCRIPT.fullmatch(last.string[-1] + row.string[0])
    if mark is None or last.string[: mark.length] not in ITEMS or goes_over or not TELLS.search(row.string):
        return False
    return not is_one_phrase(last.string, row.string) and _is_name(last.string[mark.length :])


def is_gloss(last: Row, row: Row) -> bool:
    """Whether one of two lines of a slide is the other's name in another language: ・外国語助手⏎Language Teacher."""
    is_other = LATIN_LINE.fullmatch(row.string) is not None
    if is_other is (LATIN_LINE.fullmatch(last.string) is not None) or is_one_phrase(last.string, row.string):
        return False
    return not is_other or last.string[-1] not in OPEN


def _is_name(string: str) -> bool:
    """Whether a line is nouns alone: 移動図書館・公民館."""
    return all(word.pos[0] in NOUNS for word in words(string.strip()))


def _leans_back(word: Word, head: str, tail: str) -> bool:
    """Whether the first word of a line belongs to the word before; 国 of 国及び地方 is a suffix only beside another."""
    if word.pos[0] == "接尾辞":
        return words(tail)[0].pos[0] == "接尾辞"
    is_ending = word.pos[:2] == ("動詞", "非自立可能") and (
        word.surface[0] in "しさすせ" or head[-1] in "てで"
    )  # 克服⏎し
    return word.pos[0] in LEANS_BACK or is_ending


def heads_anew(last: Row, row: Row) -> bool:
    """Whether a row below a sentence is an item of the agenda (議題), the heading of what comes next."""
    return SENTENCE_END.search(last.string) is not None and AGENDA_LINE.fullmatch(row.string) is not None
