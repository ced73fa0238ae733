"""Printed amounts (数量): money, quantities and rates at one place of a text in ASCII form.

What begins like a number may be none: an order (２件目), a name (ローカル10,000), a word (一部, 三位一体), a unit of a
table (単位：百万円). Only what certainly counts or measures is an amount.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType

from minutes_nlp.findings import FigureKind
from minutes_nlp.language.units import NOT_IN_KANJI, NOT_ONE, UNIT, unit_name
from minutes_nlp.numerals import KANJI_DIGITS, number

__all__ = ["Amount", "amount_at", "end_of_number"]


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount (数量) at `text[start:end]`: in yen, in `unit`, or as a share of 1.0; `upper` ends a range.

    `per` is what it is for: 人 in 520万円／人 and in １人当たり520万円; it is not part of the place.
    """

    start: int
    end: int
    kind: FigureKind
    value: float
    upper: float | None = None
    unit: str | None = None
    per: str | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """A number with its unit (数), before it is known whether it counts anything or is one end of a range."""

    start: int
    end: int
    digits: str
    value: Decimal
    kind: FigureKind | None  # None: a bare number
    unit: str | None = None
    has_gap: bool = False  # between number and unit


S = "[ \t]*"
ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?![\d,])|\d+)(?:\.\d+)?"
# "18兆6,000億", "二十三", "2億3千万", "ゼロ"
NUMBER = (
    rf"(?>ゼロ|半(?=[年日月](?!度))|(?:{ARABIC}|[{KANJI_DIGITS}十百千])"
    rf"(?:{S}[十百千万億兆](?:{S}{ARABIC})?|[{KANJI_DIGITS}])*)"
)
# "円", "（億円）"; 円滑 is another word
YEN = rf"(?P<yen>円(?![滑卓形熟満環弧陣グ]|[安高](?![くいけさ])))|\({S}(?P<scale>[十百千]*[万億兆]?)円{S}\)"
# "％", "パーセント", "割５分"; "％ポイント" is a unit
RATE = (
    rf"(?P<percent>(?:%|パーセント)(?!{S}(?:ポイント|pt)))"
    r"|(?P<tenth>割)(?![合り愛当振れ引])(?:(?P<hundredth>[\d一二三四五六七八九])分(?!の))?"
)
# "の" of "64の団体"
OF = "(?:の(?=団体|自治体|市町村|市区町村|都道府県|企業|事業者|地域|地区|圏域|集落|大学|学校|国(?![民内家の])))?"
# "1,234千円", "１０名", "３年半", "0.5"
AMOUNT = re.compile(
    rf"(?P<number>{NUMBER})(?:{S}(?:{YEN}|{RATE}|{OF}(?P<unit>%ポイント|{UNIT})))?(?P<half>(?<=[年月日間])半(?!ば))?"
)
# "３分の２", "1/2"
FRACTION = re.compile(
    rf"(?P<under>{NUMBER})分の(?P<over>{NUMBER})"
    rf"|(?<![\d/.,-])(?P<over_slash>\d\d?)/(?P<under_slash>[2-9]|10)(?![\d/,.]|{S}(?:{UNIT}))"
)
# "～", "－", "から", "、" of "２、３人"
TO = re.compile(rf"{S}(?:(?P<sign>[~-])|(?P<word>から|ないし|乃至)|(?P<comma>[、,])){S}(?:約|およそ)?{S}")
# "に" of "10％から15％に": a change and no range
CHANGE = re.compile(rf"{S}(?:[にへと]|→)")
# "約"
ABOUT = re.compile(rf"(?:約|およそ|おおよそ|おおむね|概ね){S}$")
# "▲", "＋" of "前年比＋2.1％", "－" that no word stands before
SIGN = re.compile(r"(?:(?P<minus>[▲△])|(?<![^\s(\[:、。ぁ-ん比差増減])(?:(?P<dash>-)|\+))$")
# "以上", "強"; 強化 is another word
BOUND = re.compile(
    rf"{S}(?:以上|以下|以内|未満|程度|前後|ほど|くらい|ぐらい|超(?![ええ過])|余り?(?![剰裕地儀])|強(?![化いくさ調制力])"
    r"|弱(?![点者いく])|台(?![風湾帳]))"
)
# "／人", "／年度"
PER = re.compile(rf"{S}/{S}[1一]?{S}(?P<per>{UNIT}|年度|月|回)")
# "１団体当たり", "一人につき年額"
PER_BEFORE = re.compile(rf"(?<!\d)[1一]{S}(?P<per>{UNIT}){S}(?:当たり|当り|あたり|につき)[^。、\d]{{0,10}}$")
# "当たり" of "１人当たり"
PER_WORD = re.compile(rf"{S}(?:当たり|当り|あたり|につき)")
# "目" of "二件目", "生" of "３年生": a number of order
IN_ORDER = re.compile("目(?![標的指])|生(?![活産徒])|次(?!世代)")
# "百万" of "（単位：百万円）": a unit without its number
SCALE_ALONE = re.compile("[十百千万億兆]+")
COLUMN_BEFORE = re.compile(r"(?:[\s(:位|]|^)$")
# "ローカル" of "ローカル10,000", "プロジェクト" of "10,000プロジェクト"
NAME_BEFORE = re.compile("[A-Za-zァ-ヴー]$")
NAME_AFTER = re.compile(r"[A-Za-zァ-ヴー一-鿿々]|-\d")
# "措置率", "財政力指数は"
SHARE_BEFORE = re.compile(rf"(?:率|割合|率等){S}[はがを:の(]?{S}$")
INDEX_BEFORE = re.compile(rf"(?:指数|係数|倍率|率|割合|平均){S}[はがを:の(]?{S}$")
SMALL_SCALE = re.compile("[十百千]")
SCALE = re.compile("[百千万億兆]")
KANJI_ONLY = re.compile("[〇一二三四五六七八九十百千万億兆]+")
# "数" of "数十人", "第" of "第３", "R" of "R6", "1." of "1.5."
NO_NUMBER_BEFORE = re.compile(r"(?:^|[^一-鿿]|約)[数何幾]$|第$|\d[.,]?$|(?:^|[^A-Za-z])[A-Za-z]\.?$|[.,]$")
# "統" of 統一
ONE_WORD_BEFORE = re.compile("[統唯単均随択同画専逐万]$")
# "ひとり" of 一人ひとり, "でも" of 一人でも, "を通じて"
ONE_WORD_AFTER = re.compile("ひとり|一人|でも|も|を通|あたり|当たり")
COLUMN_AFTER = re.compile(r"\)|単位")
# "資料", "別表": a number of order, where a gap stands behind it
LABEL_BEFORE = re.compile(
    "(?:表|図|資料|様式|別[紙添記]|議題|議事|論点|課題|項目|施策|取組|案件|目標|戦略|ステップ|ケース|事例|パターン|柱|注|※"
    r"|[Nn]o\.?|問|[(（])[ \t]*$"
)
# "- " of "- 4 地域DX"
LINE_BEFORE = re.compile(r"(?:\A|[\n・-])[ \t]*$")
# "は" behind 百二十七
KANA = re.compile("[ぁ-ん、。]")

WORDS = MappingProxyType({"ゼロ": Decimal(0), "半": Decimal("0.5")})
BEFORE = 32  # characters in front of an amount that may tell what it is for: "１団体当たり上限額は年間"


def amount_at(plain: str, here: int) -> Amount | None:
    """The amount whose number begins at `here` of a text in ASCII form (数量), with the 約 or ▲ before it."""
    return _fraction(plain, here) or _amount(plain, here)


def end_of_number(plain: str, here: int) -> int:
    """Where the number ends that begins at `here`, figure or not (数の終わり)."""
    match = AMOUNT.match(plain, here)
    return match.end("number") if match else here + 1


def _fraction(plain: str, here: int) -> Amount | None:
    match = FRACTION.match(plain, here)
    if not match:
        return None
    over, under = number(match["over"] or match["over_slash"]), number(match["under"] or match["under_slash"])
    if over is None or not under or over > under:
        return None
    return Amount(_with_about(plain, here), _with_bound(plain, match.end()), FigureKind.RATE, float(over / under))


def _amount(plain: str, here: int) -> Amount | None:
    low = _printed(plain, here)
    if low is None:
        return None
    high = _other_end(plain, low)
    last = high or low
    if not _counts(plain, low, last):
        return None
    if high:
        low = _scaled_like(low, high)
    begin, sign = _sign(plain, here)
    start, end = _with_about(plain, begin), _with_bound(plain, last.end)
    kind = last.kind or _kind_of_bare(plain, low)
    value, upper = float(low.value * sign), float(high.value) if high else None
    per = None if kind == FigureKind.RATE else _per(plain, start, end)
    return Amount(start, end, kind, value, upper, last.unit, per)


def _printed(plain: str, here: int) -> Printed | None:
    match = AMOUNT.match(plain, here)
    if not match:
        return None
    digits = match["number"]
    value = WORDS.get(digits) if digits in WORDS else number(digits)
    if value is None:
        return None
    kind, unit, factor = _measure(match)
    value = value * factor + _rest(match)
    has_gap = plain[match.end("number") : match.end("number") + 1] in {" ", "\t"}
    return Printed(here, match.end(), digits, value, kind, unit, has_gap)


def _measure(match: re.Match[str]) -> tuple[FigureKind | None, str | None, Decimal]:
    """What a number measures, and what one of it is worth."""
    if match["yen"]:
        return FigureKind.MONEY, None, Decimal(1)
    if (scale := match["scale"]) is not None:
        return FigureKind.MONEY, None, number("1" + scale) or Decimal(1)
    if match["percent"] or match["tenth"]:
        return FigureKind.RATE, None, Decimal("0.01" if match["percent"] else "0.1")
    if match["unit"]:
        return FigureKind.QUANTITY, unit_name(match["unit"]), Decimal(1)
    return None, None, Decimal(1)


def _rest(match: re.Match[str]) -> Decimal:
    """What stands behind the unit: ５分 in ４割５分, 半 in ３年半."""
    if hundredth := match["hundredth"]:
        return (number(hundredth) or Decimal(0)) / 100
    return Decimal("0.5") if match["half"] else Decimal(0)


def _other_end(plain: str, low: Printed) -> Printed | None:
    """The upper end of a range, where one is printed (10～20人, 30人から40人, ２、３割)."""
    to = TO.match(plain, low.end)
    high = _printed(plain, to.end()) if to else None
    if (
        not to
        or not high
        or high.kind is None
        or low.kind not in {None, high.kind}
        or low.unit not in {None, high.unit}
    ):
        return None
    if to["word"] and CHANGE.match(plain, high.end):
        return None
    begin = _scaled_like(low, high).value
    if to["comma"]:
        following = _scaled_like(replace(low, value=low.value + 1), high).value
        return high if low.kind is None and len(low.digits) == 1 and following == high.value else None
    return high if begin < high.value else None


def _scaled_like(low: Printed, high: Printed) -> Printed:
    """The lower end in the measure of the upper one: of 2～3億円, 10～20％."""
    if low.kind is not None:
        return low
    scale = "十百千万億兆" if high.digits[0].isdecimal() else "万億兆"
    base = number(high.digits if SCALE.search(low.digits) else high.digits.rstrip(scale + " "))
    return replace(low, value=low.value * (high.value / base if base else 1))


def _counts(plain: str, low: Printed, last: Printed) -> bool:
    """Whether a printed number is a figure: none that orders (２件目), names (ローカル10,000) or is a word (一部)."""
    before, after = plain[max(0, low.start - 3) : low.start], plain[last.end : last.end + 5]
    if NO_NUMBER_BEFORE.search(before) or (last.value == 1 and PER_WORD.match(after)):
        return False
    if last.has_gap and _is_numbered_title(plain, low, last):
        return False
    if last.kind is None:
        return _counts_bare(plain, low)
    if last.kind == FigureKind.QUANTITY and IN_ORDER.match(after):
        return False
    return not KANJI_ONLY.fullmatch(last.digits) or _counts_in_kanji(last, before, after)


def _is_numbered_title(plain: str, low: Printed, last: Printed) -> bool:
    """Whether the gap parts a number of order from what it numbers: 資料１　施設の概要, 4 地域DXの推進."""
    is_first = LINE_BEFORE.search(plain, max(0, low.start - 5), low.start) and NAME_AFTER.match(plain, last.end)
    return bool(is_first or LABEL_BEFORE.search(plain, max(0, low.start - 5), low.start))


def _counts_bare(plain: str, bare: Printed) -> bool:
    """Without a unit, thousands (1,718), 人口10万 and what stands after 率 or 指数 (措置率0.5) are figures."""
    if KANJI_ONLY.fullmatch(bare.digits):
        is_alone = (
            len(bare.digits) > 2 and bool(KANA.match(plain, bare.end)) and plain[bare.start - 1 : bare.start] < "一"
        )
        return is_alone and bool(SMALL_SCALE.search(bare.digits))
    if not bare.digits[0].isdecimal() or NAME_BEFORE.search(plain, max(0, bare.start - 1), bare.start):
        return False
    if plain.startswith(".", bare.end) or (NAME_AFTER.match(plain, bare.end) and not BOUND.match(plain, bare.end)):
        return False
    is_decimal = "." in bare.digits
    return (
        "," in bare.digits
        or bool(SCALE.search(bare.digits))
        or bare.digits.startswith("0.")
        or (is_decimal and bool(INDEX_BEFORE.search(plain, max(0, bare.start - 8), bare.start)))
    )


def _kind_of_bare(plain: str, bare: Printed) -> FigureKind:
    is_share = bare.value <= 1 and SHARE_BEFORE.search(plain, max(0, bare.start - 8), bare.start)
    return FigureKind.RATE if is_share else FigureKind.QUANTITY


def _counts_in_kanji(amount: Printed, before: str, after: str) -> bool:
    if amount.digits == "〇":
        return False
    if amount.digits == "一" and (ONE_WORD_BEFORE.search(before) or ONE_WORD_AFTER.match(after) or not amount.unit):
        return amount.kind == FigureKind.RATE
    if SCALE_ALONE.fullmatch(amount.digits) and amount.kind == FigureKind.MONEY:
        return not (COLUMN_BEFORE.search(before) or COLUMN_AFTER.match(after))
    if amount.kind != FigureKind.QUANTITY or len(amount.digits) > 1:
        return True
    return amount.unit not in NOT_IN_KANJI and not (amount.digits == "一" and amount.unit in NOT_ONE)


def _with_about(plain: str, start: int) -> int:
    about = ABOUT.search(plain, max(0, start - 5), start)
    return about.start() if about else start


def _with_bound(plain: str, end: int) -> int:
    bound = BOUND.match(plain, end)
    return bound.end() if bound else end


def _sign(plain: str, here: int) -> tuple[int, int]:
    sign = SIGN.search(plain, max(0, here - 1), here)
    return (sign.start(), -1 if sign["minus"] or sign["dash"] else 1) if sign else (here, 1)


def _per(plain: str, start: int, end: int) -> str | None:
    if after := PER.match(plain, end):
        return unit_name(after["per"])
    in_front = plain[max(0, start - BEFORE) : start]
    before = PER_BEFORE.search(in_front) if "当" in in_front or "たり" in in_front or "つき" in in_front else None
    return unit_name(before["per"]) if before else None
