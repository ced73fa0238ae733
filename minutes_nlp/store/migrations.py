"""The tables of a store (表の定義) and how an older file becomes one of today: an ordered list that only grows."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from minutes_nlp.errors import StoreError
from minutes_nlp.store.editions import tell_editions
from minutes_nlp.store.grams import tell_grams

__all__ = ["APPLICATION", "MIGRATIONS", "migrate", "transaction", "version_of"]

APPLICATION = 0x4D4E5450  # "MNTP", which tells our file from another program's; SQLite's application_id

# Each step takes the file from the version of its place in the list to the next. A step that stands here is never
# changed: files that have it exist. What has to be read from the records is a function.
MIGRATIONS: tuple[str | Callable[[sqlite3.Connection], None], ...] = (
    """
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

    CREATE TABLE documents (
        id INTEGER PRIMARY KEY,
        record_id TEXT NOT NULL UNIQUE,
        sha256 TEXT NOT NULL,
        name TEXT NOT NULL,
        path TEXT,
        media_type TEXT NOT NULL,
        kind TEXT NOT NULL,
        title TEXT,
        council TEXT,
        number INTEGER,
        date TEXT,
        fiscal_year INTEGER,
        notes INTEGER NOT NULL,
        maker TEXT NOT NULL,
        added_at TEXT NOT NULL
    );
    CREATE INDEX documents_by_path ON documents (path);
    CREATE INDEX documents_by_date ON documents (date);

    CREATE TABLE files (
        document INTEGER PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
        record BLOB NOT NULL,
        original BLOB
    );

    CREATE TABLE passages (
        id INTEGER PRIMARY KEY,
        document INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
        thread INTEGER NOT NULL,
        ref TEXT NOT NULL,
        sort TEXT NOT NULL,
        kind TEXT NOT NULL,
        section TEXT,
        text TEXT NOT NULL,
        page INTEGER,
        line INTEGER,
        label TEXT,
        name TEXT,
        position TEXT,
        person TEXT,
        role TEXT,
        answered INTEGER,
        spans TEXT NOT NULL,
        UNIQUE (document, ref)
    );
    CREATE INDEX passages_by_thread ON passages (thread);

    CREATE TABLE passage_topics (
        passage INTEGER NOT NULL REFERENCES passages (id) ON DELETE CASCADE,
        topic TEXT NOT NULL,
        score REAL NOT NULL,
        basis TEXT NOT NULL,
        PRIMARY KEY (passage, topic)
    ) WITHOUT ROWID;
    CREATE INDEX passage_topics_by_topic ON passage_topics (topic, passage);

    CREATE TABLE passage_acts (
        passage INTEGER NOT NULL REFERENCES passages (id) ON DELETE CASCADE,
        act TEXT NOT NULL,
        PRIMARY KEY (passage, act)
    ) WITHOUT ROWID;

    CREATE TABLE commitments (
        id INTEGER PRIMARY KEY,
        passage INTEGER NOT NULL REFERENCES passages (id) ON DELETE CASCADE,
        strength TEXT NOT NULL,
        text TEXT NOT NULL,
        due_text TEXT,
        due TEXT
    );
    CREATE INDEX commitments_by_passage ON commitments (passage);

    CREATE TABLE links (
        answer INTEGER NOT NULL REFERENCES passages (id) ON DELETE CASCADE,
        question INTEGER NOT NULL REFERENCES passages (id) ON DELETE CASCADE,
        PRIMARY KEY (answer, question)
    ) WITHOUT ROWID;
    CREATE INDEX links_by_question ON links (question);

    CREATE TABLE tokens (
        id INTEGER PRIMARY KEY REFERENCES passages (id) ON DELETE CASCADE,
        thread INTEGER NOT NULL,
        words TEXT NOT NULL,
        senses TEXT NOT NULL,
        head TEXT NOT NULL,
        speaker TEXT NOT NULL,
        places TEXT NOT NULL,
        sense_places TEXT NOT NULL,
        numbers BLOB NOT NULL
    );
    CREATE INDEX tokens_by_thread ON tokens (thread);
    CREATE TABLE plain (
        id INTEGER PRIMARY KEY REFERENCES passages (id) ON DELETE CASCADE,
        thread INTEGER NOT NULL,
        text TEXT NOT NULL
    );
    CREATE TABLE vocabulary (number INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE);

    CREATE VIEW exchanges AS
        SELECT root.id, root.head,
            (SELECT group_concat(words, ' ǀ ') FROM
                (SELECT words FROM tokens WHERE thread = root.id ORDER BY id)) AS words,
            (SELECT group_concat(senses, ' ǀ ') FROM
                (SELECT senses FROM tokens WHERE thread = root.id ORDER BY id)) AS senses,
            (SELECT group_concat(speaker, ' ǀ ') FROM
                (SELECT speaker FROM tokens WHERE thread = root.id ORDER BY id)) AS speaker
        FROM tokens AS root WHERE root.thread = root.id;

    CREATE VIRTUAL TABLE search USING fts5 (
        words, senses, head, speaker,
        content = 'exchanges', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 0'
    );

    CREATE VIEW utterances AS
        SELECT passages.id, documents.record_id, passages.ref, documents.council, documents.number, documents.date,
               documents.fiscal_year, passages.kind, passages.role, passages.label, passages.name, passages.position,
               passages.section, passages.text, passages.answered, documents.name AS file, passages.page, passages.line
        FROM passages JOIN documents ON documents.id = passages.document
        WHERE passages.sort = 'utterance';
    """,
    # What people have set right on the page: by the hash of the file, so that it outlives its document
    """
    CREATE TABLE corrections (
        sha256 TEXT NOT NULL,
        start INTEGER NOT NULL,
        target TEXT NOT NULL,
        stop INTEGER NOT NULL,
        text TEXT NOT NULL,
        value TEXT NOT NULL,
        reviewer TEXT NOT NULL,
        made_at TEXT NOT NULL,
        PRIMARY KEY (sha256, start, target)
    ) WITHOUT ROWID;
    """,
    # Editions of one document (ほかの版): the record_id of the one that is shown, NULL for what is shown itself
    """
    ALTER TABLE documents ADD COLUMN edition_of TEXT;
    CREATE INDEX documents_by_edition ON documents (edition_of) WHERE edition_of IS NOT NULL;

    CREATE VIEW shown AS SELECT * FROM documents WHERE edition_of IS NULL;

    DROP VIEW utterances;
    CREATE VIEW utterances AS
        SELECT passages.id, shown.record_id, passages.ref, shown.council, shown.number, shown.date,
               shown.fiscal_year, passages.kind, passages.role, passages.label, passages.name, passages.position,
               passages.section, passages.text, passages.answered, shown.name AS file, passages.page, passages.line
        FROM passages JOIN shown ON shown.id = passages.document
        WHERE passages.sort = 'utterance';
    """,
    tell_editions,
    # The date as it is printed, 2024-05 where that is a month; `date` is its first day, to sort and to filter by
    """
    ALTER TABLE documents ADD COLUMN dated TEXT;
    UPDATE documents SET dated = date;
    """,
    # What passages are narrowed by stands in the index, so that no text is read for it: in a third of the time
    """
    DROP INDEX passages_by_thread;
    CREATE INDEX passages_by_thread ON passages (thread, document, sort, kind, role, answered, label, person, name);
    """,
    # In which passages two characters stand side by side, for literal search: the texts themselves are in `plain`
    """
    CREATE VIRTUAL TABLE grams USING fts5 (
        text, content = '', detail = none, columnsize = 0, tokenize = 'ascii'
    );
    """,
    tell_grams,
)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a file to today's tables, all steps or none; StoreError for another program's file or a newer one."""
    if version_of(connection) == len(MIGRATIONS):
        return
    with transaction(connection):
        for step in MIGRATIONS[version_of(connection) :]:  # asked again: another process may have been first
            _take(step, connection)
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        connection.execute(f"PRAGMA application_id = {APPLICATION}")


def version_of(connection: sqlite3.Connection) -> int:
    """How many steps a file has (版), 0 where it is empty; StoreError as `migrate`."""
    application, version, tables = connection.execute(
        "SELECT (SELECT application_id FROM pragma_application_id), (SELECT user_version FROM pragma_user_version),"
        " (SELECT count(*) FROM sqlite_master)"
    ).fetchone()
    if application != APPLICATION and (application or tables):
        remedy = "--db には minutes process --db で作ったファイルか、まだないファイルの名を指定してください"
        raise StoreError("not-our-store", "minutes の保存先ではない SQLite ファイルです", remedy=remedy)
    if version > len(MIGRATIONS):
        remedy = "このファイルを作った、より新しい minutes_nlp で開いてください"
        raise StoreError("newer-store", f"新しい版({version})の保存先です", remedy=remedy)
    return int(version)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All that happens inside is written, or nothing of it (一括の書き込み); waits for another writer."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")  # fails where a reader does not end
    except BaseException:
        if connection.in_transaction:  # of a full disk SQLite goes back by itself
            connection.execute("ROLLBACK")
        raise


def _take(step: str | Callable[[sqlite3.Connection], None], connection: sqlite3.Connection) -> None:
    if not isinstance(step, str):
        step(connection)
        return
    for statement in _statements(step):
        connection.execute(statement)


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
