"""The key by which Chinese names are sorted: their reading, as a directory on paper sorts them."""


def pinyin_key(name: str) -> str:
    """Reading of a name in lower-case letters with tone numbers, syllables apart; other signs stay as they are."""
    from pypinyin import Style, lazy_pinyin  # its dictionary takes 0.2 s to load, and few processes need it

    return " ".join(lazy_pinyin(name, style=Style.TONE3, neutral_tone_with_five=True)).lower()[:400]
