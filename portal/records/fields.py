"""Fields of models: bilingual text and names, codes, open ends of ranges, pinyin sort keys."""

import datetime as dt

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


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


class Localized:
    """Attribute `x` of a model that stores `x_zh` and `x_en`.

    Returns the text in the active language, falling back to the other language where it is empty.
    """

    def __init__(self, name: str) -> None:
        self.zh, self.en = f"{name}_zh", f"{name}_en"

    def __get__(self, instance: object | None, owner: type | None = None) -> "str | Localized":
        if instance is None:
            return self
        zh, en = getattr(instance, self.zh), getattr(instance, self.en)
        return (en or zh) if (get_language() or "").startswith("en") else (zh or en)


code_validator = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*$",
    _("Use lower-case letters, digits and single hyphens, for example “old-estates”."),
)


dimension_code_validator = RegexValidator(
    r"^[a-z0-9_]+$",
    _("Use lower-case letters, digits and underscores, for example “crime_type”."),
)


class Named(models.Model):
    """A model with a name in both languages."""

    name_zh = models.CharField(_("name (Chinese)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=300)
    name = Localized("name")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


def pinyin_key(name: str) -> str:
    """The pinyin of a name in lower case, with tone numbers and spaces between syllables; other characters stay."""
    from pypinyin import Style, lazy_pinyin  # the dictionary takes 0.2 s to load, and few processes need it

    return " ".join(lazy_pinyin(name, style=Style.TONE3, neutral_tone_with_five=True)).lower()[:400]


def sort_by_reading(named: Model) -> None:
    """A `prepare` function for sheets sorted by the pinyin of their Chinese names."""
    named.pinyin = pinyin_key(named.name_zh)


def signed_by(role: str | Promise, *, null: bool = True) -> models.ForeignKey:
    """The official who signed a step of the workflow; `role` is the label, such as “submitted by”."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=null,
        editable=False,
        related_name="+",
        verbose_name=role,
    )
