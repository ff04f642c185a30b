"""Bilingual text, read in the reader's language."""

from django.utils.translation import get_language


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
