"""The ways in which a page can be asked for, and enough of them to meet each way on each kind of page."""

from dataclasses import dataclass
from itertools import groupby, product

from playwright.sync_api import Page

PHONE, DESK = 390, 1280
LIGHT, DARK, CARE = "light", "dark", "care"
LANGUAGES = ("zh-hans", "en")
COOKIES = {"language": "django_language", "care": "portal_care"}
ORDINARY = {
    "media": "screen",
    "color_scheme": "light",
    "reduced_motion": "no-preference",
    "forced_colors": "none",
}


@dataclass(frozen=True)
class Mode:
    """Language, look and width in CSS pixels; care mode is looked at in the light."""

    language: str = "zh-hans"
    look: str = LIGHT
    width: int = DESK

    def __str__(self) -> str:
        return f"{self.language}-{self.look}-{self.width}"

    def cookies(self, origin: str) -> list[dict]:
        """What a visitor has who chose this; nobody needs a cookie for the mode that comes by itself."""
        chosen = {}
        if self.language != LANGUAGES[0]:
            chosen[COOKIES["language"]] = self.language
        if self.look == CARE:
            chosen[COOKIES["care"]] = "on"
        return [{"name": name, "value": value, "url": origin} for name, value in chosen.items()]

    @property
    def window(self) -> dict[str, int]:
        return {"width": self.width, "height": 844 if self.width < DESK else 900}

    @property
    def scheme(self) -> str:
        return "dark" if self.look == DARK else "light"

    @property
    def arrival(self) -> tuple[str, bool]:
        """What the server is told: modes with the same arrival get the same page, which its window then lays out."""
        return self.language, self.look == CARE

    def put_on(self, page: Page, **media: str) -> None:
        """Give the page the window and the colours of this mode."""
        page.set_viewport_size(self.window)
        page.emulate_media(**{**ORDINARY, "color_scheme": self.scheme, **media})


PLAIN = Mode()
EVERY = [Mode(*one) for one in product(LANGUAGES, (LIGHT, DARK, CARE), (PHONE, DESK))]
BY_ARRIVAL = [list(modes) for _, modes in groupby(EVERY, lambda mode: mode.arrival)]

#: Each language, each look and each width at least once; the two lists share the pairs between them.
COVERING = [
    [Mode("zh-hans", LIGHT, PHONE), Mode("en", DARK, DESK), Mode("zh-hans", CARE, DESK)],
    [Mode("en", LIGHT, DESK), Mode("zh-hans", DARK, PHONE), Mode("en", CARE, PHONE)],
]
