"""What measures cost (予算額): amounts with their year, their stage and what they are for, and how they add up.

An amount is taken for a cost only where the page says so: a budget is named before it (R6当初予算額：), it stands
behind the name or in 【主な経費】, it fills a bracket of its own （１，２００万円）, or it is a limit (上限).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from minutes_nlp.findings import BudgetStage, FigureKind, Money, MoneyBound
from minutes_nlp.language.figures import FigureMention, figures_in
from minutes_nlp.numerals import in_ascii, number
from minutes_nlp.text import Text

__all__ = [
    "Label",
    "Ledger",
    "Total",
    "agreed",
    "bare_money",
    "dated",
    "headline",
    "label_in",
    "labelled",
    "money_in",
    "office_of",
    "spent",
    "totals_in",
    "unit_of",
]

ERAS = {"R": 2018, "令和": 2018, "H": 1988, "平成": 1988}
# R6当初予算額, 令和6年度補正予算, R4第2次補正予算, R5補正：, 令和５年度予算（案）, R6地方債計画額
LABEL = re.compile(
    r"(?P<era>R|令和|H|平成)\s?(?P<year>\d{1,2}|元)\s*(?:年度)?(?:第\d次)?\s*"
    r"(?P<stage>当初|補正)?(?P<budget>予算|概算要求|地方債計画|計画|事業費)?(?=[^\d.月/]|$)"
)
# ＞ of ＜特別交付税措置：R6＞, 特別 of R6特別交付税
BESIDE_GRANT = re.compile(r"\s*(?:[>＞)）】\]］~、]|(?:特別|普通|地方)交付税|$)")
# （億円）, （単位：百万円）
UNIT = re.compile(r"[（(]\s*(?:単位\s*[：:]\s*)?(?P<scale>[十百千]*[万億兆]?)円\s*[）)]")
# （内閣府予算計上）
ELSEWHERE = re.compile(r"(?P<office>[一-鿿]{1,8}(?:府|省|庁))(?:の)?予算(?:に|で)?計上")
LIMIT = re.compile(r"上限|限度|最大|以内|まで支給|を支給可能")
WITHIN = re.compile(r"\s*の内数")
# 令和５年度 …グループ施策 予算の概要
HEADLINE = re.compile(
    r"(?P<year>(?:R|令和|平成)\s?(?:\d{1,2}|元)年度)[^、。]{0,40}予算(?:案|額)?の?(?:概要|ポイント|主要事項|一覧|内訳)$"
)
# 令和７年度　12月補正予算に計上した主な事業
LISTS = re.compile(
    r"(?P<budget>(?:R|令和|平成)\s?(?:\d{1,2}|元)年度\s*(?:第\d次|\d{1,2}月)?\s*(?:当初|補正)予算)(?:案|額)?"
    r"(?:に計上した|における|の|に係る)?(?:主な|主要)?(?:事業|施策)(?:の?(?:一覧|概要))?$"
)
# 合計 22.3
TOTAL = re.compile(r"^(?:合\s*計|総\s*額|計)(?=[\s:])")
BARE = re.compile(r"(?:^|[ \u3000])(?P<number>[0-9０-９,，]+(?:[.．][0-9０-９]+)?)\s*$")
OPENS_BRACKET = re.compile(r"[（(\[［【][\s約]*$")
ONE_OF = re.compile(r"(?<![一-鿿\d])[1一](?P<per>[一-鿿]{1,3})\s*$")  # １団体50万円
PER_BEHIND = re.compile(r"[（(][^（()）]*[)）]\s*/\s*[1一]?(?P<per>[一-鿿]{1,3})")  # 100万円（措置率0.5）／人
# 、兼任 of 上限額は専任485万円、兼任40万円
LISTED = re.compile(r"[*\s]*[、,・/][*\s]*[一-鿿ァ-ヶー]{1,8}[\s:*]*")
# 445万円⇒485万円, 4,000万円程度→8,500万円（H26）, 1,500万円＋5千円: what stands between amounts that belong together
LEADS = re.compile(r"(?:程度|[（(][^（()）]*[)）]|[*\s])*(?P<sign>[→⇒⇨+])[*\s]*")
LABEL_LINE = 30  # characters of a line that only labels what comes below: 「（R7当初予算額）（R6補正予算額）」 has 20
BEHIND_LIMIT = 8  # characters behind an amount with which a line still ends: 480万円/人を上限
ROUNDING = 0.6  # of the last printed digit, for a sum of rounded amounts: half of it, and what two cancel


@dataclass(frozen=True, slots=True)
class Label:
    """Of which year and stage a budget is (予算の年度と段階)."""

    fiscal_year: int | None = None
    stage: BudgetStage | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """A printed total of a page (合計), in yen, with the amount that its last digit stands for."""

    amount: int
    label: Label
    grain: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the lines before have said, and hold for the next (見出しの年度と経費名)."""

    label: Label = Label()
    stands: bool = False  # the label is for all that follows: ＜特別交付税措置：R6＞; else for the next amount
    item: str | None = None
    listing: bool = False  # below 【主な経費】
    limit: Money | None = None  # with which the line ended: the next may give its parts, （報償費等280万円


def money_in(text: Text, ledger: Ledger, *, costs: bool = False) -> tuple[tuple[Money, ...], Ledger]:
    """The costs that a line prints, and what it leaves to the next; `costs` where any amount on it is one."""
    string = in_ascii(text.string)
    listing = ledger.listing or "主な経費" in string
    mentions = [
        figure for figure in figures_in(text.string) if figure.kind is FigureKind.MONEY and figure.value is not None
    ]
    found: list[Money] = []
    item, end = ledger.item if listing else None, 0
    led: Money | None = None  # what an arrow or a plus leads from
    limit = ledger.limit if string.startswith(("(", "（")) else None  # what amounts in a bracket are parts of
    limited = 0  # where it ended
    for i, figure in enumerate(mentions):
        before, after = string[end : figure.start], string[figure.end :]
        label = label_in(before) or (_label_behind(after) if len(mentions) > 1 else None)
        if listing:
            item = _item(text.string[end : figure.start]) or item
        bound = MoneyBound.LIMIT if string[figure.start] == "+" else _bound(before, after)  # （＋500万円）, on a limit
        per = figure.per or _per(before, after)
        led = led if led and (sign := LEADS.fullmatch(before)) else None
        if led and sign and sign["sign"] != "+":
            bound, per = bound or led.bound, per or led.per
        is_part = limit is not None and not (bound or per) and _is_inside(string[limited : figure.start])
        if limit and (is_part or (not bound and not per and LISTED.fullmatch(before))):
            bound, per = limit.bound, limit.per
        end = figure.end
        costed = costs or listing or label or bound or per or led or _is_cost(string, figure, before, i)
        if not (costed or _leads_to_cost(after, mentions[i + 1 :])):
            led = None
            continue
        given = label or (ledger.label if ledger.stands or not found else Label())
        found.append(
            Money(
                amount=round(figure.value or 0),
                text=text.string[figure.start : figure.end],
                spans=text[figure.start : figure.end].spans,
                fiscal_year=given.fiscal_year,
                stage=given.stage,
                per=per,
                item=item if bound is None and per is None else None,
                bound=bound,
            )
        )
        led = found[-1]
        if (led.bound or led.per) and not is_part:
            limit, limited = led, end
    ends = limit if found and len(string) - end <= BEHIND_LIMIT else None
    return tuple(found), _left(string, ledger, bool(mentions), Ledger(item=item, listing=listing, limit=ends))


def _is_inside(before: str) -> bool:
    """Whether a bracket is open at the end: 520万円／人を上限（報償費等：320万円."""
    return before.count("(") > before.count(")")


def _leads_to_cost(after: str, following: Sequence[FigureMention]) -> bool:
    """Whether an arrow leads from an amount to one that is dated: 4,000万円程度→8,500万円（H26）."""
    sign = LEADS.match(after)
    if not (sign and following) or sign["sign"] == "+":
        return False
    behind = after[sign.end() :]
    length = following[0].end - following[0].start
    return (_label_behind(re.sub("^程度", "", behind[length:])) is not None) if behind else False


def _left(string: str, before: Ledger, has_amounts: bool, after: Ledger) -> Ledger:
    """What holds for the next line: the label of a line that prints no amount, such as R５予算額."""
    named = label_in(string) if not has_amounts and len(string) <= LABEL_LINE else None
    if named:
        return replace(after, label=named, stands="交付税" in string)
    keeps = before.stands or not has_amounts
    return replace(after, label=before.label, stands=before.stands) if keeps else after


def office_of(string: str) -> str | None:
    """The office in whose budget a cost stands, where a line says so: ※内閣府予算計上."""
    return match["office"] if (match := ELSEWHERE.search(string)) else None


def unit_of(strings: Iterable[str]) -> int | None:
    """What a page's bare numbers count: （億円）, （単位：百万円）, 22.1（億円）; None where no unit is printed."""
    for string in strings:
        plain = in_ascii(string)
        if match := UNIT.search(plain):
            return _worth(match)
    return None


def bare_money(text: Text, unit: int | None) -> Money | None:
    """The number at the end of a name, in the unit of its page: その他予算 4.8."""
    match = BARE.search(text.string)
    value = number(in_ascii(match["number"])) if match and unit else None
    if match is None or unit is None or value is None:
        return None
    place = text.group(match, "number")
    return Money(amount=round(float(value) * unit), text=place.string, spans=place.spans)


def totals_in(string: str, unit: int | None) -> Iterator[Total]:
    """The totals that a line prints: 令和6年度補正予算額 28.9（億円）, 合計 22.3 in the unit of its page."""
    plain = in_ascii(string)
    for figure in figures_in(string) if UNIT.search(plain) else ():
        printed = plain[figure.start : figure.end]
        label = label_in(plain[: figure.start])
        if figure.kind is FigureKind.MONEY and label and (scale := UNIT.search(printed)):
            decimals = len(printed[: scale.start()].partition(".")[2].strip())
            yield Total(round(figure.value or 0), label, _worth(scale) // 10**decimals)
    if unit and TOTAL.search(plain.strip()) and (bare := bare_money(Text.of(string), unit)):
        yield Total(bare.amount, label_in(plain) or Label(), unit // 10)


def dated(costs: Sequence[Sequence[Money]], totals: Sequence[Total]) -> list[tuple[Money, ...]]:
    """The costs of each measure, those without a year given that of the one total that they complete, and no other.

    What is printed in another office's budget is left out of the sum and dated with the rest.
    """
    fitting = [total for total in totals if total.label.fiscal_year and _completes(costs, total)]
    return [labelled(moneys, fitting[0].label) if len(fitting) == 1 else tuple(moneys) for moneys in costs]


def labelled(moneys: Iterable[Money], label: Label) -> tuple[Money, ...]:
    """The costs, those without a year given this one."""
    return tuple(
        replace(money, fiscal_year=label.fiscal_year, stage=label.stage) if _is_undated(money) else money
        for money in moneys
    )


def headline(string: str) -> Label | None:
    """The year of the budget that a page is about: 令和５年度 …施策 予算の概要."""
    plain = in_ascii(string).strip()
    if listed := LISTS.match(plain):
        return label_in(re.sub(r"\s|\d{1,2}月", "", listed["budget"]))
    match = HEADLINE.match(plain)
    return label_in(f"{match['year']}予算") if match else None


def agreed(moneys: Sequence[Money]) -> tuple[Money, ...]:
    """The costs of one measure; an amount printed again without its year has that of the first print.

    A whole that is printed again as what something is a share of （9.9億円の内数） stands once.
    """
    known = {money.amount: Label(money.fiscal_year, money.stage) for money in moneys if money.fiscal_year}
    whole = {money.amount for money in moneys if money.fiscal_year and money.bound is None}
    moneys = [money for money in moneys if not (money.bound is MoneyBound.WITHIN and money.amount in whole)]
    return tuple(
        labelled([money], known[money.amount])[0] if money.amount in known and money.bound else money
        for money in moneys
    )


def spent(costs: Iterable[Sequence[Money]], fiscal_year: int, stage: BudgetStage | None = None) -> int:
    """The sum of a year's budget over measures (予算の合計), in yen, given the money of each measure.

    Of each measure its whole where one is printed, else its parts; limits, shares of a larger amount (内数), amounts
    for one of many and what stands in another office's budget are no part of it.
    """
    return sum(_spent_on(moneys, fiscal_year, stage) for moneys in costs)


def _spent_on(moneys: Sequence[Money], fiscal_year: int, stage: BudgetStage | None) -> int:
    return _whole([m for m in moneys if m.fiscal_year == fiscal_year and stage in {None, m.stage}])


def _whole(moneys: Iterable[Money]) -> int:
    """The cost of one measure: its whole where one is printed, else its parts."""
    own = [money for money in moneys if _is_own(money)]
    return sum(m.amount for m in own if m.item is None) or sum(m.amount for m in own)


def _is_own(money: Money) -> bool:
    return money.bound is None and money.per is None and money.elsewhere is None


def _is_undated(money: Money) -> bool:
    return money.bound is not MoneyBound.LIMIT and money.per is None and money.fiscal_year is None


def _completes(costs: Sequence[Sequence[Money]], total: Total) -> bool:
    """Whether what is printed for a total, with all that has no year, adds up to it."""
    fitting = [[m for m in ms if m.fiscal_year is None or Label(m.fiscal_year, m.stage) == total.label] for ms in costs]
    undated = any(_is_own(m) and m.fiscal_year is None for ms in costs for m in ms)
    return undated and abs(sum(map(_whole, fitting)) - total.amount) <= ROUNDING * total.grain


def label_in(string: str) -> Label | None:
    """The year and stage that a budget is named with; the last one, the nearest to what follows."""
    found = [match for match in LABEL.finditer(string) if match["stage"] or match["budget"] or _dates_grant(match)]
    if not found:
        return None
    match = found[-1]
    year = 1 if match["year"] == "元" else int(match["year"])
    stage = {"当初": BudgetStage.INITIAL, "補正": BudgetStage.SUPPLEMENTARY}.get(match["stage"] or "")
    return Label(ERAS[match["era"]] + year, stage)


def _dates_grant(match: re.Match[str]) -> bool:
    """Whether a year is that of a grant (＜特別交付税措置：R6＞), and none of a sentence about it (令和４年度には)."""
    return "交付税" in match.string and BESIDE_GRANT.match(match.string, match.end()) is not None


def _label_behind(after: str) -> Label | None:
    """1,500万円(H26): the year in a bracket of its own."""
    match = re.match(r"[（(](?P<era>R|H)(?P<year>\d{1,2}|元)[）)]", after)
    return Label(ERAS[match["era"]] + (1 if match["year"] == "元" else int(match["year"]))) if match else None


def _item(before: str) -> str | None:
    """The name of a cost, between what stands before and its amount: 【主な経費】…交付金 6.2億円."""
    name = before.rpartition("【主な経費】")[2] or before
    name = re.sub(r"^[\s、，・)）\]］○]*(?:円)?[)）\]］]?", "", name).strip()
    name = re.sub(r"[\s\u3000\[［（(：:]*(?:(?:令和|平成|[RＲHＨ])\s?[0-9０-９元]+\s*年?度?[^\s]*\s*)?$", "", name)
    return name.strip(" \u3000等") or None


def _bound(before: str, after: str) -> MoneyBound | None:
    if WITHIN.match(after):
        return MoneyBound.WITHIN
    near = re.split("[（(、。]", before)[-1], re.split("[、。）)]", after[:8])[0]
    return MoneyBound.LIMIT if any(LIMIT.search(part) for part in near) else None


def _per(before: str, after: str) -> str | None:
    """１団体50万円, 100万円（措置率0.5）／人: what figures by themselves do not show."""
    match = ONE_OF.search(before) or PER_BEHIND.match(after)
    return match["per"] if match else None


def _is_cost(string: str, figure: FigureMention, before: str, index: int) -> bool:
    """Whether an amount is said to be a cost: after 予算額, or alone in a bracket （１，２００万円）."""
    if index == 0 and re.search(
        r"(?:予算額?|計上額?|事業費|所要額|予算案|計画額)(?:[（(]案[）)])?\s*[：:]?\s*[約]?$", before
    ):
        return True
    closes = re.match(r"\s*(?:[）)\]］】、，]|。)", string[figure.end :])
    return bool(OPENS_BRACKET.search(string[: figure.start]) and closes)


def _worth(unit: re.Match[str]) -> int:
    return int(number("1" + unit["scale"]) or 1) if unit["scale"] else 1
