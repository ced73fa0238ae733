"""What a search is narrowed to (絞り込み): values by their id or as people call them.

Each function reads one argument, and says in Japanese what can be chosen where it cannot be read.
"""

from __future__ import annotations

import argparse
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from minutes_nlp.errors import SettingsError

__all__ = ["called", "topic", "value_of", "year"]

# how each value is called: as on the page, of the words of `minutes show` too
WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "role": {
            "chair": ("議長役", "座長"),
            "member": ("構成員", "委員"),
            "secretariat": ("事務局",),
            "minister": ("大臣等",),
            "guest": ("招かれた人",),
            "unknown": ("不明", "記載なし"),
        },
        "kind": {
            "remark": ("意見・質問", "意見", "質問"),
            "reply": ("回答",),
            "follow_up": ("再質問・再意見", "再意見", "再質問"),
            "statement": ("発言",),
            "heading": ("見出し",),
            "paragraph": ("本文",),
            "list_item": ("箇条",),
            "table": ("表",),
            "footnote": ("脚注",),
            "caption": ("図表名",),
            "measure": ("施策",),
            "new": ("新規施策", "新規"),
            "expanded": ("拡充施策", "拡充"),
            "continued": ("継続施策", "継続"),
        },
        "sort": {
            "utterance": ("発言",),
            "opinion": ("意見の引用",),
            "measure": ("施策",),
            "block": ("本文",),
        },
        "act": {
            "question": ("質問", "問い"),
            "request": ("要望", "求め"),
            "proposal": ("提案",),
            "concern": ("懸念",),
            "support": ("賛意",),
            "information": ("情報提供",),
            "commitment": ("約束",),
            "explains": ("説明",),
            "fact": ("事実",),
        },
        "strength": {
            "will_do": ("実施する", "行う"),
            "will_study": ("検討する",),
            "under_way": ("対応中", "進めている"),
            "stance": ("姿勢を表明", "考え方"),
        },
        "document_kind": {"minutes": ("会議録",), "report": ("報告書",)},
    }
)


def value_of(field: str) -> Callable[[str], str]:
    """A reader of the values of one field: an id (secretariat) or its name (事務局)."""
    known = WORDS[field]

    def read(text: str) -> str:
        word = unicodedata.normalize("NFKC", text).strip()
        found = word if word in known else next((name for name, words in known.items() if word in words), None)
        if found is None:
            raise _unknown(text, (f"{name}({words[0]})" for name, words in known.items()))
        return found

    return read


def called(field: str, value: str) -> str:
    """A value and how it is called: secretariat(事務局); alone where there is no name for it."""
    word = _labels().get(value) if field == "topic" else next(iter(WORDS.get(field, {}).get(value, ())), None)
    return f"{value}({word})" if word else value


def topic(text: str) -> str:
    """The id of a field, by its id, its name or a part that only one name has; an id of one's own taxonomy as it is."""
    word = unicodedata.normalize("NFKC", text).strip()
    if word.isascii():
        return word
    names = {unicodedata.normalize("NFKC", label): name for name, label in _labels().items()}
    found = [names[word]] if word in names else [name for label, name in names.items() if word in label]
    if len(found) != 1:
        raise _unknown(text, (called("topic", name) for name in found or names.values()))
    return found[0]


def _labels() -> Mapping[str, str]:
    from minutes_nlp.analysis.taxonomy import load_taxonomy  # noqa: PLC0415 - heavy

    return {one.id: one.label for one in load_taxonomy().fields}


def _unknown(text: str, choices: Iterable[str]) -> argparse.ArgumentTypeError:
    return argparse.ArgumentTypeError(f"'{text}' はありません(選べるのは {'、'.join(choices)})")


def year(text: str) -> int:
    """A fiscal year: 2024, 令和6, 令和6年度."""
    from minutes_nlp.dates import period  # noqa: PLC0415 - heavy

    word = unicodedata.normalize("NFKC", text).strip().removesuffix("度").removesuffix("年")
    try:
        return int(word) if word.isdecimal() else period(f"{word}年度")[0].year
    except SettingsError as error:
        raise argparse.ArgumentTypeError(f"{text} は年度として読めません(例: 2024、令和6)") from error
