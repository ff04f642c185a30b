"""Culture, sport and places for leisure."""

from django.utils.translation import gettext_lazy as _

from portal import sector


class CultureConfig(sector.SectorConfig):
    name = "culture"
    verbose_name = _("Culture and sport")
    name_zh = "文化体育"
    name_en = "Culture and sport"
    order = 5
    task = sector.Task(
        _("Culture and sport"),
        _("What is on, what is open, what is free"),
        "service-list",
        query={"sector": "culture"},
    )
