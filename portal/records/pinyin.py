"""The key by which Chinese names are sorted: their reading, as a directory on paper sorts them."""

from django.db.models import Model


def pinyin_key(name: str) -> str:
    """Reading of a name in lower-case letters with tone numbers, syllables apart; other signs stay as they are."""
    from pypinyin import Style, lazy_pinyin  # its dictionary takes 0.2 s to load, and few processes need it

    return " ".join(lazy_pinyin(name, style=Style.TONE3, neutral_tone_with_five=True)).lower()[:400]


def sort_by_reading(named: Model) -> None:
    """A `prepare` of sheets whose lists follow the reading of their Chinese names."""
    named.pinyin = pinyin_key(named.name_zh)
