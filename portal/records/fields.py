"""Field types of the core."""

import datetime as dt

from django.db import models


class OpenEndField(models.DateTimeField):
    """The end of a validity range: a time, or None for "still in force", stored as 'infinity'.

    The column is NOT NULL, so ranges, indexes and comparisons need no special case: `superseded_at > at` simply holds
    for rows still in force.
    """

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("default", None)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: dt.datetime | None, *_: object) -> dt.datetime | None:
        # psycopg2 reads 'infinity' as the largest datetime
        return None if value is None or value.year == dt.MAXYEAR else value

    def get_db_prep_value(self, value: object, connection: object, prepared: bool = False) -> object:  # noqa: FBT001, FBT002 - Django's
        if value is None:
            return "infinity"
        return super().get_db_prep_value(value, connection, prepared)

    def pre_save(self, model_instance: models.Model, add: bool) -> object:  # noqa: FBT001 - Django's
        return getattr(model_instance, self.attname)
