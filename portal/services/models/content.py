"""What services and guides share: lists of codes, and the history of their parts."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from portal.publishing.triggers import SWITCHED_PUBLIC
from portal.web.data_version import ContentChange, public_change


def codes_of(label: object, **options: object) -> ArrayField:
    """A field with the codes of other rows, in the order in which they are shown."""
    return ArrayField(
        models.CharField(max_length=80), default=list, blank=True, verbose_name=label, **options
    )


def change_of_part(table: str, column: str) -> ContentChange:
    """Logs the changes of a part of ordinary content, such as a link, once the whole has been public."""
    whole = f"SELECT FROM {table} AS whole WHERE whole.id = {{row}}.{column}"
    when = f"""(EXISTS ({whole} AND {SWITCHED_PUBLIC.format(row="whole")}) OR EXISTS (
        SELECT FROM portal_formerrow f WHERE f."table" = '{table}' AND f.row = {{row}}.{column}::text))"""
    return public_change(when=when, part_of=(column, table))
