"""How a count is written (数の書き方): the number formats and symbol fonts of Word, by their names in its files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

__all__ = ["kanji_number", "numeral", "symbol"]

TO_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
TO_KANJI_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
KANJI_UNITS = ((10_000, "万"), (1000, "千"), (100, "百"), (10, "十"))

LARGEST = 4000  # Roman numerals and repeated letters grow with the number; a file can ask for any
KANJI_END = 10**8  # where 億 would begin: no list is that long

ROWS = MappingProxyType(
    {
        "aiueoFullWidth": "アイウエオカキクケコサシスセソタチツテトナニヌネノ"
        "ハヒフヘホマミムメモヤユヨラリルレロワヲン",
        "aiueo": "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ",
        "irohaFullWidth": "イロハニホヘトチリヌルヲワカヨタレソツネナラム"
        "ウヰノオクヤマケフコエテアサキユメミシヱヒモセスン",
        "iroha": "ｲﾛﾊﾆﾎﾍﾄﾁﾘﾇﾙｦﾜｶﾖﾀﾚｿﾂﾈﾅﾗﾑｳヰﾉｵｸﾔﾏｹﾌｺｴﾃｱｻｷﾕﾒﾐｼヱﾋﾓｾｽﾝ",
        "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
        "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
        "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
        "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿",
        "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩",
        "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
        "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    }
)

# The codes of Microsoft's symbol fonts, which are no characters, and the characters that look like them.
WINGDINGS = MappingProxyType(
    {0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒", 0x74: "◆", 0x75: "◆", 0x76: "❖",
     0x77: "◆", 0x9E: "・", 0x9F: "•", 0xA1: "○", 0xA2: "○", 0xA7: "▪", 0xA8: "◻", 0xB2: "◇", 0xD8: "➢", 0xE0: "→",
     0xE8: "➔", 0xF0: "⇨", 0xFB: "✘", 0xFC: "✔", 0xFD: "☒", 0xFE: "☑"}
)  # fmt: skip
SYMBOL = MappingProxyType({0xB7: "•", 0xA8: "◆", 0xAE: "→", 0xDE: "⇒", 0x2D: "−", 0xD7: "⋅"})
FONTS = MappingProxyType({"wingdings": WINGDINGS, "symbol": SYMBOL})
PRIVATE = range(0xF000, 0xF100)


def numeral(number: int, style: str) -> str:
    """A count in one of Word's formats (番号の書式), in 1, 2, 3 where the format is unknown or has no more signs."""
    if style in ROWS:
        return ROWS[style][number - 1] if 0 < number <= len(ROWS[style]) else str(number)
    return FORMATS.get(style, str)(number)


def symbol(text: str, font: str) -> str:
    """Bullets as characters that every font has; a code without a known likeness stays as it is."""
    likeness: Mapping[int, str] = FONTS.get(font.lower(), MappingProxyType({}))
    return "".join(likeness.get(ord(c) - PRIVATE.start if ord(c) in PRIVATE else ord(c), c) for c in text)


def kanji_number(number: int) -> str:
    """十, 二十五, 百三 (漢数字); 〇 for zero, digits from 億 on."""
    if number >= KANJI_END:
        return str(number)
    if number < 10:
        return "〇一二三四五六七八九"[number]
    unit, name = next((unit, name) for unit, name in KANJI_UNITS if number >= unit)
    head, rest = divmod(number, unit)
    leading = kanji_number(head) if head > 1 or unit == KANJI_UNITS[0][0] else ""
    return leading + name + (kanji_number(rest) if rest else "")


def _roman(number: int) -> str:
    if number > LARGEST:
        return str(number)
    result = ""
    for worth, sign in ROMAN:
        result += sign * (number // worth)
        number %= worth
    return result


def _letter(number: int) -> str:
    """A … Z, AA, BB as Word goes on."""
    if number > LARGEST:
        return str(number)
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else ""


def _full_width(number: int) -> str:
    return str(number).translate(TO_FULL_WIDTH)


def _kanji_digits(number: int) -> str:
    return str(number).translate(TO_KANJI_DIGITS)


FORMATS: MappingProxyType[str, Callable[[int], str]] = MappingProxyType(
    {
        "none": lambda _: "",
        "decimalZero": lambda number: f"{number:02}",
        "decimalFullWidth": _full_width,
        "decimalFullWidth2": _full_width,
        "numberInDash": lambda number: f"- {number} -",
        "upperRoman": _roman,
        "lowerRoman": lambda number: _roman(number).lower(),
        "upperLetter": _letter,
        "lowerLetter": lambda number: _letter(number).lower(),
        "japaneseCounting": kanji_number,
        "chineseCounting": kanji_number,
        "chineseCountingThousand": kanji_number,
        "taiwaneseCountingThousand": kanji_number,
        "japaneseDigitalTenThousand": _kanji_digits,
        "ideographDigital": _kanji_digits,
    }
)
