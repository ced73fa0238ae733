"""The store and its search (保存と検索): one SQLite file, and `Store.search` over it."""

from minutes_nlp.store.after import asks_what_became, sequels_of
from minutes_nlp.store.filters import Filters
from minutes_nlp.store.search import Exchange, Found, Group, Order, Passage
from minutes_nlp.store.store import ANSWERED, Store, Stored

__all__ = [
    "ANSWERED",
    "Exchange",
    "Filters",
    "Found",
    "Group",
    "Order",
    "Passage",
    "Store",
    "Stored",
    "asks_what_became",
    "sequels_of",
]
