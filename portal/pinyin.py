"""The key by which Chinese names are sorted: their reading, as a directory on paper sorts them."""

from pypinyin import Style, lazy_pinyin


def pinyin_key(name: str) -> str:
    """Reading of a name in lower-case letters with tone numbers, syllables apart; other signs stay as they are."""
    return " ".join(lazy_pinyin(name, style=Style.TONE3, neutral_tone_with_five=True)).lower()[:400]
