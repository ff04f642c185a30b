"""The database function that builds the search indexes (decision 0006).

From titles, aliases and texts it builds a tsvector of n-grams, which `portal.search.ngrams` queries. It is immutable:
the pinyin of characters is part of its body. Changing it takes a migration that recreates it and reindexes.
"""

import json

from portal.records.search_index import FUNCTION
from portal.search.pinyin import common_characters, readings

#: Indexed characters of a row; a tsvector is limited to 1 MB.
MOST_CHARACTERS = 50_000


def create_function(_apps: object, schema_editor: object) -> None:
    """Create the function, for a migration."""
    schema_editor.execute(function_sql(), params=None)


def recreate_function(apps: object, schema_editor: object) -> None:
    """Create the function anew and rebuild the indexes that it fills, for a migration."""
    create_function(apps, schema_editor)
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexrelid::regclass::text FROM pg_index WHERE pg_get_indexdef(indexrelid) LIKE %s",
            [f"%{FUNCTION}(%"],
        )
        for (index,) in cursor.fetchall():
            schema_editor.execute(f"REINDEX INDEX {index}", params=None)


def drop_function(_apps: object, schema_editor: object) -> None:
    schema_editor.execute(f"DROP FUNCTION {FUNCTION}(text[], text[], text[])", params=None)


def function_sql() -> str:
    known = {character: readings(character) for character in common_characters()}
    sounds = json.dumps(known, ensure_ascii=False, separators=(",", ":"))
    return f"""
    CREATE OR REPLACE FUNCTION {FUNCTION}(titles text[], names text[], texts text[]) RETURNS tsvector
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 2000 AS $function$
    DECLARE
        named text := array_to_string(titles || names, ' ');
        named_chars text[];
        chars text[];
    BEGIN
        named := translate(lower(normalize(left(named, {MOST_CHARACTERS}), NFKC)), E'\\t\\r\\n', '   ');
        named_chars := string_to_array(named, NULL);
        chars := named_chars || ARRAY[' '] || string_to_array(translate(lower(normalize(
            left(array_to_string(texts, ' '), {MOST_CHARACTERS}), NFKC)), E'\\t\\r\\n', '   '), NULL);
        RETURN (SELECT array_to_tsvector(coalesce(array_agg(DISTINCT gram), '{{}}')) FROM (
            -- a pair from a Chinese character on, three from any other; none reaches beyond a blank
            SELECT split_part(one || coalesce(chars[place + 1], '')
                || CASE WHEN ascii(one) < 11904 THEN coalesce(chars[place + 2], '') ELSE '' END, ' ', 1) AS gram
            FROM unnest(chars) WITH ORDINALITY AS every_char(one, place) WHERE one <> ' '
            UNION ALL
            -- the sound of each pair of a title, and its initials
            SELECT unnest(ARRAY['~' || first_reading || ' ' || second_reading,
                                '~' || left(first_reading, 1) || left(second_reading, 1)])
            FROM (SELECT '{sounds}'::jsonb -> one AS first, '{sounds}'::jsonb -> named_chars[place + 1] AS second
                  FROM unnest(named_chars) WITH ORDINALITY AS every_char(one, place) WHERE ascii(one) >= 11904) pair,
                 jsonb_array_elements_text(first) first_reading, jsonb_array_elements_text(second) second_reading
        ) AS grams WHERE gram <> '');
    END
    $function$
    """  # noqa: S608 - our own characters and readings
