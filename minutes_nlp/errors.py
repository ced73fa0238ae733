"""What can go wrong, by what the caller can do about it. Every message says what, where and what next."""

from __future__ import annotations

__all__ = ["MinutesError", "ModelError", "NotationError", "SettingsError", "SourceError", "StoreError"]


class MinutesError(Exception):
    """The root of all errors of this package.

    Attributes:
        code: a short fixed name for programs, such as `no-text-layer`.
        message: what happened, in Japanese.
        remedy: what to do next, in Japanese.
        where: the file, and the page where one is known.
    """

    def __init__(self, code: str, message: str, *, remedy: str = "", where: str = "") -> None:
        super().__init__(code, message)
        self.code, self.message, self.remedy, self.where = code, message, remedy, where

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        remedy = f" → {self.remedy}" if self.remedy else ""
        return f"{place}{self.message}{remedy}"

    def __reduce__(self) -> tuple[object, ...]:
        """Errors cross from the reading process to ours."""
        return _revived, (type(self), self.code, self.message, self.remedy, self.where)

    def at(self, where: str) -> MinutesError:
        """The same error with its place, for those who know the file only further out."""
        return type(self)(self.code, self.message, remedy=self.remedy, where=self.where or where)


class SourceError(MinutesError):
    """A file that cannot be used as it is (原本の誤り): convert, unlock, recognise or replace it."""


class NotationError(MinutesError):
    """A notation file (記法定義) that does not say what it must: mend the TOML."""


class ModelError(MinutesError):
    """A model file or dictionary that is missing or does not fit: install or rebuild it."""


class StoreError(MinutesError):
    """Results that cannot be written or read (保存先の誤り): look at the disk, the rights, the file."""


class SettingsError(MinutesError):
    """A wrong option or argument (指定の誤り): change the call."""


def _revived(kind: type[MinutesError], code: str, message: str, remedy: str, where: str) -> MinutesError:
    return kind(code, message, remedy=remedy, where=where)
