"""Gives the searchable texts a full-text index: FTS5 on SQLite, a tsvector with GIN on PostgreSQL.

The database keeps the index itself, so nobody who writes a row can forget it. SQLite drops triggers
when a table is altered: a migration that alters `ReadableText` has to run `SQLITE` again.
"""

from django.db import migrations

TABLE = "concept_pages_readabletext"
COLUMNS = "title, answers, questions"

SQLITE = [
    f"""
    CREATE VIRTUAL TABLE {TABLE}_fts USING fts5(
        {COLUMNS}, content='{TABLE}', content_rowid='id',
        tokenize="unicode61 remove_diacritics 0 tokenchars '|'"
    )
    """,
    f"""
    CREATE TRIGGER {TABLE}_inserted AFTER INSERT ON {TABLE} BEGIN
        INSERT INTO {TABLE}_fts (rowid, {COLUMNS})
        VALUES (new.id, new.title, new.answers, new.questions);
    END
    """,
    f"""
    CREATE TRIGGER {TABLE}_deleted AFTER DELETE ON {TABLE} BEGIN
        INSERT INTO {TABLE}_fts ({TABLE}_fts, rowid, {COLUMNS})
        VALUES ('delete', old.id, old.title, old.answers, old.questions);
    END
    """,
    f"""
    CREATE TRIGGER {TABLE}_updated AFTER UPDATE OF {COLUMNS} ON {TABLE} BEGIN
        INSERT INTO {TABLE}_fts ({TABLE}_fts, rowid, {COLUMNS})
        VALUES ('delete', old.id, old.title, old.answers, old.questions);
        INSERT INTO {TABLE}_fts (rowid, {COLUMNS})
        VALUES (new.id, new.title, new.answers, new.questions);
    END
    """,
    f"INSERT INTO {TABLE}_fts ({TABLE}_fts) VALUES ('rebuild')",
]
SQLITE_BACK = [
    *(f"DROP TRIGGER {TABLE}_{event}" for event in ("inserted", "deleted", "updated")),
    f"DROP TABLE {TABLE}_fts",
]

# The words are given as they are: no parser or dictionary of PostgreSQL may cut or fold them again.
# A tsvector cannot count beyond position 16383; phrases further down are not found as phrases.
POSTGRESQL = [
    f"""
    CREATE FUNCTION {TABLE}_vector(title text, answers text, questions text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT coalesce(
            string_agg(quote_literal(word) || ':' || least(place, 16383) || weight, ' '), ''
        )::tsvector
        FROM (
            SELECT word, place, 'A' AS weight
            FROM unnest(string_to_array(title, ' ')) WITH ORDINALITY AS t (word, place)
            UNION ALL
            SELECT word, place + 2000, 'B'
            FROM unnest(string_to_array(answers, ' ')) WITH ORDINALITY AS a (word, place)
            UNION ALL
            SELECT word, 16383, 'D'
            FROM unnest(string_to_array(questions, ' ')) AS q (word)
        ) AS words
        WHERE word NOT IN ('', '|')
    $$
    """,
    f"""
    ALTER TABLE {TABLE} ADD COLUMN words tsvector
    GENERATED ALWAYS AS ({TABLE}_vector(title, answers, questions)) STORED
    """,
    f"CREATE INDEX {TABLE}_words ON {TABLE} USING gin (words)",
]
POSTGRESQL_BACK = [
    f"ALTER TABLE {TABLE} DROP COLUMN words",
    f"DROP FUNCTION {TABLE}_vector(text, text, text)",
]


def forwards(apps, schema_editor):
    """Create the index in the words of the database at hand."""
    _run(schema_editor, {"sqlite": SQLITE, "postgresql": POSTGRESQL})


def backwards(apps, schema_editor):
    """Drop the index; the texts stay."""
    _run(schema_editor, {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK})


def _run(schema_editor, statements):
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("concept_pages", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
