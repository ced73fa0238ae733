"""What a line calls a measure (施策名), and what else the line tells: its kind, its cost, the text that runs on.

A line is judged here by itself; what stands around it is the affair of `heads`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from minutes_nlp.analysis.measures.vocabulary import any_of
from minutes_nlp.findings import MeasureKind
from minutes_nlp.text import Text

__all__ = [
    "KINDS",
    "Form",
    "Head",
    "Name",
    "breaks_off",
    "is_budget_line",
    "is_field",
    "is_numbered",
    "is_part",
    "is_stamped",
    "key_of",
    "kind_in",
    "kind_named",
    "name_of",
    "opens_with_stamp",
    "prints_cost",
    "says",
]


class Form(IntEnum):
    """How surely a line by itself names a measure (名の形), from a bare noun to a printed stamp."""

    NOUN = 1  # 移住・交流情報ガーデン
    ABOUT = 2  # 地域おこし協力隊について
    DEED = 3  # 伴走支援の強化
    THING = 4  # 地域情報化アドバイザー派遣制度
    RUN_IN = 5  # ・第三者窓口　…を設ける。
    STAMPED = 6  # 【新規】…, （施策１）…


NOTHING = Text()


@dataclass(frozen=True, slots=True)
class Name:
    """The name that a line gives (施策名), its stamp, and what follows it on the line."""

    text: Text
    form: Form
    kind: MeasureKind | None = None
    rest: Text = NOTHING


@dataclass(frozen=True, slots=True)
class Head:
    """A measure's name in its place (見出し): the paragraphs `first` to `last` print it."""

    first: int
    last: int
    name: Name
    titles_page: bool = False
    listed: bool = False  # one of a list of bare names, each with its text on the lines below
    whole: bool = False  # the paragraph tells all of the measure: 名称　本文


KINDS = {
    "新規": MeasureKind.NEW,
    "新": MeasureKind.NEW,
    "拡充": MeasureKind.EXPANDED,
    "拡": MeasureKind.EXPANDED,
    "継続": MeasureKind.CONTINUED,
}
DEEDS = {"拡充": MeasureKind.EXPANDED, "創設": MeasureKind.NEW, "新設": MeasureKind.NEW}
# 共同運航の拡充
NAMES_KIND = re.compile("(?:の|[一-鿿])(?P<deed>拡充|創設|新設)$")
LONGEST = 75  # characters; 「ローカル10,000プロジェクト（国庫補助事業）に準ずる…特別交付税措置を創設」 has 62
SHORTEST = 4
RUN_IN_LONGEST = 40  # characters of the name before the text of its paragraph; the longest of our corpus has 27
SHORTEST_BODY = 15

OPEN, CLOSE = r"[【\[［（(〈＜<《〔]", r"[】\]］）)〉＞>》〕]"
WORD = r"(?P<word>新規|新|拡充|拡|継続)"
# 【新規】, （新）, (R6新規), ［一部新規］
STAMP = re.compile(rf"{OPEN}\s*(?:[RＲHＨ令和平成元\d０-９年度.]*)?\s*(?:一部)?{WORD}\s*{CLOSE}")
# 【R5補正：0.2億円（新規）】
STAMP_IN_COST = re.compile(rf"[【\[［][^】\]］]*?[（(]{WORD}[）)]\s*[】\]］]")
# 新規 インターネット広告や…
STAMP_BEFORE = re.compile(rf"{WORD}[ \u3000]+(?=\S)")
# （施策１）, 施策２：, 【取組3-1】
LABEL = re.compile(
    r"[（(【\[［]?(?:施策|事業|取組|取り組み|対策|アクション|プロジェクト)[ \u3000]*[0-9０-９一二三四五六七八九十]{1,2}"
    r"(?:[-－ー–][0-9０-９]{1,2})?(?:[）)】\]］][ \u3000]*|[：:．.、 \u3000]+)"
)
# 退任者等の第三者窓口　隊員及び退任者の声を、…設ける。
RUN_IN = re.compile(
    rf"(?P<name>[^。：:\u3000\t]{{{SHORTEST},{RUN_IN_LONGEST}}})[\u3000]+(?P<body>[^\u3000].{{{SHORTEST_BODY},}})",
    re.DOTALL,
)
# 第三者窓口の設置：隊員の声を…, 【第三者窓口の設置】隊員の声を…: only where the name is called like a measure
RUN_IN_SIGNED = re.compile(
    rf"(?:[【〔＜<](?P<inside>[^。：:】〕＞>]{{{SHORTEST},{RUN_IN_LONGEST}}})[】〕＞>]\s*"
    rf"|(?P<name>[^。：:、\u3000\t]{{{SHORTEST},{RUN_IN_LONGEST}}})[：:]\s*)(?P<body>\S.{{{SHORTEST_BODY},}})",
    re.DOTALL,
)
GAPLESS = re.compile(r"[。：:\u3000\t]")  # what no name before a gap holds
# ９ .都道府県…, 1 0 .その他予算, ２　地域経済
NUMBER = re.compile(
    r"[0-9０-９](?:\s?[0-9０-９])?\s?[.．、]\s*(?=[^\s0-9０-９])|[0-9０-９]{1,2}[ \u3000]+(?=[^\s0-9０-９])"
)
AMOUNT = r"[約]?[0-9０-９][0-9０-９,，.．]*\s*(?:兆|億|百万|千万|万|千)?[0-9０-９,，.．]*\s*(?:億|百万|万|千)?円"
# …プロジェクト R５予算額, …支援 【R6当初：0.8億円（継続）】, …等の強化等 3.8, …交付金（令和５年度予算（案）：8.0億円）
COST_TAIL = re.compile(
    rf"\s*(?:[【\[［（(][^】\]］]*?(?:{AMOUNT}|予算)[^】\]］]*[】\]］）)]"
    r"|(?:令和|平成|[RＲ])\s?[0-9０-９元]+(?:年度)?(?:当初|補正)?予算(?:額|案)?.*"
    rf"|[ \u3000]+{AMOUNT}.*|[ \u3000]+[0-9０-９,，]+[.．][0-9０-９]\s*$)"
)
TAIL_BRACKETS = re.compile(r"[（(〈＜<][^（(〈＜<]*[）)〉＞>]\s*$")
# R6当初予算額：248百万円, 【主な経費】…, ［令和6年度補正予算 2.0億円］, （R4予算額：２４４百万円）, 地方財政措置：
BUDGET = re.compile(
    r"^[（(\[［【■○・\s]*(?:【主な経費】|主な経費|(?:[RＲ令平][^：:。]{0,14})?(?:当初|補正|概算要求|地方債|予算)(?:予算)?"
    rf"(?:予算|要求|計画|計上)?[^。、：:]{{0,8}}額?(?:[（(]案[）)])?\s*[：:]?\s*(?:{AMOUNT}|$)|地方財政措置\s*[：:]|所要額\s*[：:]|事業費\s*[：:])"
)
# 対象：…, 目標：…, 実施主体：…
FIELD = re.compile(
    r"^[（(\[［【<＜]?(?:補助対象|補助率|実績|予算|目標|ＫＰＩ|KPI|指標|対象|事業費|所要額|財源|実施主体|実施期間|事業期間|担当|所管|事業内容|取組内容|財政措置"
    r"|地方財政措置|現状値|目標値)[^：:。]{0,8}[：:】\]］＞>](?=.)"
)
UNFINISHED = re.compile(
    r"[、，・,の]$|(?:[をにがはへと]|より|から|及び|並びに|又は|した|する|への|による|向けた|受けて|もの|こと|等の|まで)$"
)
# 新規事業を支援, 77の団体が策定, …により、地域の…, 活動期間：概ね１年: says something, and names nothing
SAYS = re.compile(
    r"[をがもで](?:[一-鿿]{2,4}|拡大・[一-鿿]+)(?:等|など)?$|[ぁ-ん]、|[：:].|[一-鿿]しつつ|[→⇒]|について.{0,12}措置$|に該当する|予算(?:額|案)?\s*\d|・・・|例[）)]$"
)
ENDS_PLAIN = re.compile(r"(?:等|など)?[①-⑳\s]*$")
# 民間人材の派遣（北山県）: a case of some place
CASE = re.compile(r"[（(][^（()）]{1,6}[都道府県市区町村][)）]$")
# …に要する経費の財政措置NEW!
NOTICE = re.compile(r"\s*NEW[!！]*$")
# 【拡充内容】…, ＜補助対象＞…, （移住フェアの模様）
LABELLED = re.compile(r"[【＜<〈《][^】＞>〉》]*[】＞>〉》]|[（(][^（()）]*[）)]$")
SUBTITLE = re.compile(r"\s*[～〜~―][^～〜~―]+[～〜~―]?$")
LETTERS = re.compile(r"[一-鿿ァ-ヴーA-Za-zＡ-Ｚａ-ｚ]")
# 282,571財政調整基金繰入金381,643: cells of a table
COLUMN = re.compile(r"\t|^[0-9０-９]+[,，][0-9０-９]|[0-9０-９]{3,}$")
SENTENCE = re.compile(r"。|[？?！!]$|^(?:※|注|例[）)]|問|→|⇒|http)")
# ② of a line whose mark a sign before it has taken
RING = re.compile("[①-⑳][ \u3000]*")
ASIDE = re.compile(r"[（(]参考[）)]\s*")


def name_of(text: Text, *, run_in: bool = False, gaps: Sequence[int] = ()) -> Name | None:
    """The name that a paragraph without its mark gives; with `run_in` its text may follow (見出し　本文).

    `gaps` are the source places behind gaps that were printed without a space (空き).
    """
    text = text.strip(" \u3000*\n\t")
    if notice := NOTICE.search(text.string):
        text = text[: notice.start()]
    kind, stamped = kind_in(text.string), False
    if label := LABEL.match(text.string):
        text, stamped = text[label.end() :], True
    if run_in and (found := _run_in(text) or _behind_gap(text, gaps)):
        name, body = found
        return Name(name, Form.STAMPED if stamped else Form.RUN_IN, kind, body)
    if match := STAMP_BEFORE.match(text.string):
        text = text[match.end() :]
    bare = _cut(text)
    if SENTENCE.search(text.string) or not _is_name(bare.string):
        return None
    form = Form.STAMPED if stamped or is_stamped(text.string) else _form(bare.string)
    if form is not Form.STAMPED and (says(bare.string) or LABELLED.match(text.string)):
        return None
    return Name(bare, form, kind, text[len(text) - _rest(text, bare) :])


def _run_in(text: Text) -> tuple[Text, Text] | None:
    """The name at the head of a paragraph and the text that follows it."""
    for pattern in (RUN_IN, RUN_IN_SIGNED):
        match = pattern.fullmatch(text.string)
        if not match or "。" not in match["body"]:
            continue
        name = _cut(text.group(match, "name" if match["name"] else "inside"))
        called = pattern is RUN_IN or (_form(name.string) in {Form.DEED, Form.THING} and not is_part(name.string))
        if called and _is_name(name.string):
            return name, text.group(match, "body")
    return None


def _behind_gap(text: Text, gaps: Sequence[int]) -> tuple[Text, Text] | None:
    """The same where nothing but a gap on the paper parts the two, as PDF files leave of a full-width space."""
    at = next((place for gap in gaps if (place := text.place_of(gap))), 0)
    name, body = _cut(text[:at]), text[at:]
    plain = at <= RUN_IN_LONGEST and not GAPLESS.search(text[:at].string)
    return (name, body) if plain and _is_name(name.string) and "。" in body.string else None


def kind_in(string: str) -> MeasureKind | None:
    """The kind that a line is stamped with: 【新規】, （拡）, 新規 ….; None for none or for more than one."""
    matches = (*STAMP.finditer(string), *STAMP_IN_COST.finditer(string), *filter(None, [STAMP_BEFORE.match(string)]))
    kinds = {KINDS[match["word"]] for match in matches}
    return kinds.pop() if len(kinds) == 1 else None


def kind_named(name: str) -> MeasureKind | None:
    """The kind that a name itself tells: 共同運航の拡充, 渡し舟の会の創設."""
    match = NAMES_KIND.search(_bare(name))
    return DEEDS[match["deed"]] if match else None


def is_numbered(string: str) -> bool:
    """Whether a line that is no heading begins with a number and a point: 1 0 .その他予算, ９ .都道府県…."""
    match = NUMBER.match(string)
    return match is not None and any(point in match.group() for point in ".．、")


def opens_with_stamp(string: str) -> bool:
    """Whether a line begins with a stamp: 【新規】…, （拡）…, （施策１）…."""
    string = string.strip()
    return bool(STAMP.match(string) or LABEL.match(string))


def breaks_off(string: str) -> bool:
    """Whether a line cannot end so: …体制の構築に向けた, …の拡充・."""
    return UNFINISHED.search(string) is not None


def says(string: str) -> bool:
    """Whether a line without 。 says something, or tells of a case: 新規事業を支援, 活動期間：概ね１年, …（北山県）."""
    return bool(SAYS.search(string) or SAYS.search(_bare(string)) or CASE.search(string))


def is_budget_line(string: str) -> bool:
    """Whether a line begins with what a measure costs: R6当初予算額：…, 【主な経費】, 地方財政措置：…."""
    return BUDGET.search(string.strip()) is not None


def is_field(string: str) -> bool:
    """Whether a line is a field of a measure's table: 対象：…, 目標：…, or a budget line."""
    return FIELD.search(string.strip()) is not None or is_budget_line(string)


def prints_cost(string: str) -> bool:
    """Whether an amount or 予算額 stands behind the name on the same line."""
    return (match := COST_TAIL.search(string)) is not None and not re.search(r"上限|当たり|[/／＋+]", match.group())


def is_part(string: str) -> bool:
    """Whether a line is the title of a part of a measure's page, such as 事業スキーム, 要件, 導入の効果."""
    return _part().search(_bare(string)) is not None


def key_of(name: str) -> str:
    """A name as it is compared: without white space, quotation marks and what is said about it."""
    return _tails().sub("", re.sub(r"[\s「」『』\"“”]", "", TAIL_BRACKETS.sub("", name)))


def _rest(whole: Text, name: Text) -> int:
    at = whole.string.find(name.string)
    return len(whole) - at - len(name)


def _cut(text: Text) -> Text:
    """The name alone: without number, stamp, cost and the asterisks of bold type."""
    for pattern in (ASIDE, NUMBER, RING):
        if match := pattern.match(text.string):
            text = text[match.end() :]
    while match := STAMP.match(text.string):
        text = text[match.end() :].strip()
    for pattern in (COST_TAIL, STAMP_IN_COST, STAMP):
        if (match := pattern.search(text.string)) and match.start() > 0:
            text = text[: match.start()]
    return text.strip(" \u3000*：:★")


def _bare(string: str) -> str:
    """A name without what stands in brackets at its end: 地域活性化起業人（H26～）."""
    string = string.strip(" \u3000*")
    shorter = SUBTITLE.sub("", TAIL_BRACKETS.sub("", string).strip())
    return ENDS_PLAIN.sub("", shorter or string)


def _is_name(string: str) -> bool:
    return (
        SHORTEST <= len(string.strip()) <= LONGEST
        and len(LETTERS.findall(string)) >= SHORTEST - 1
        and not UNFINISHED.search(string)
        and not SENTENCE.search(string)
        and not COLUMN.search(string)
        and not _generic().fullmatch(_bare(string))
        and not re.match(r"[、。）)」』】＞>]", string)
    )


def is_stamped(string: str) -> bool:
    """Whether a line carries a stamp or a label: 【新規】, 【R5補正：0.2億円（新規）】, （施策１）."""
    return bool(STAMP.search(string) or STAMP_IN_COST.search(string) or LABEL.match(string))


def _form(string: str) -> Form:
    bare = _bare(string).strip("」』")
    if _about().search(bare):
        return Form.ABOUT
    if re.search(any_of("things") + "$", bare):
        return Form.THING
    return Form.DEED if re.search(any_of("deeds") + "$", bare) else Form.NOUN


@cache
def _part() -> re.Pattern[str]:
    return re.compile(any_of("parts") + "等?$|^(?:主な|目次|参考|例|その他の)")


@cache
def _generic() -> re.Pattern[str]:
    return re.compile(f"(?:地方|国費?|当該|特別|・|その他)*{any_of('things', 'deeds')}")


@cache
def _about() -> re.Pattern[str]:
    return re.compile(any_of("about") + "$")


@cache
def _tails() -> re.Pattern[str]:
    return re.compile(f"{any_of('about', 'deeds')}+(?:に要する経費)?$|に要する経費$|の$|等$")
