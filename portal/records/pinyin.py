"""Pinyin sort keys for Chinese names."""

from django.db.models import Model


def pinyin_key(name: str) -> str:
    """The pinyin of a name in lower case, with tone numbers and spaces between syllables; other characters stay."""
    from pypinyin import Style, lazy_pinyin  # the dictionary takes 0.2 s to load, and few processes need it

    return " ".join(lazy_pinyin(name, style=Style.TONE3, neutral_tone_with_five=True)).lower()[:400]


def sort_by_reading(named: Model) -> None:
    """A `prepare` function for sheets sorted by the pinyin of their Chinese names."""
    named.pinyin = pinyin_key(named.name_zh)
