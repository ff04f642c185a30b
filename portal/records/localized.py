"""Text that exists in Chinese and in English, read in the language of the reader."""

from django.utils.translation import get_language


class Localized:
    """Attribute `x` of a model that stores `x_zh` and `x_en`.

    Gives the text of the active language, and the other language's text where that one is empty.
    """

    def __init__(self, name: str) -> None:
        self.zh, self.en = f"{name}_zh", f"{name}_en"

    def __get__(self, instance: object | None, owner: type | None = None) -> "str | Localized":
        if instance is None:
            return self
        zh, en = getattr(instance, self.zh), getattr(instance, self.en)
        return (en or zh) if (get_language() or "").startswith("en") else (zh or en)
