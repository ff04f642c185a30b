"""QR cards (码上通): each leads to a page of this portal that works on an old phone."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.areas.models import Area
from portal.services.models import Service
from portal.web.addresses import absolute
from portal.web.templatetags.portal_print import qr_image
from welfare.models import Scheme

CHECKER, WELFARE = "eligibility", "welfare"
#: Areas in which cards are posted up.
INHABITED = (Area.Kind.SUBDISTRICT, Area.Kind.TOWN, Area.Kind.COMMUNITY, Area.Kind.VILLAGE, Area.Kind.ESTATE)


@dataclass(frozen=True)
class Card:
    """What is printed on a card: a title, what the page helps with, and its address as a code and as text."""

    key: str
    title: str
    text: str
    path: str

    @property
    def address(self) -> str:
        """Under the site's own address (`PORTAL_SITE_URL`), whoever asks."""
        return absolute(self.path)

    @property
    def code(self) -> SafeString:
        return qr_image(self.address)


def fixed_cards() -> list[Card]:
    """Cards that every district has."""
    return [
        Card(
            CHECKER,
            _("Which help can I get?"),
            _("Answer a few questions; nothing is kept."),
            reverse("welfare:eligibility"),
        ),
        Card(
            WELFARE,
            _("Relief and medical insurance"),
            _("Policies, telephone numbers, what was paid."),
            reverse("welfare:sector"),
        ),
    ]


def cards_of(rows: Iterable[Scheme | Service | Area], text: str, view: str) -> list[Card]:
    """A card for each row, leading to its page; its key is the kind of row and the code."""
    return [
        Card(f"{one._meta.model_name}:{one.code}", str(one), text, reverse(view, args=[one.code]))
        for one in rows
    ]


def all_cards(at: dt.datetime) -> Sequence[tuple[str, list[Card]]]:
    """Every card that can be printed at that time, by kind."""
    schemes = Scheme.objects.released(at).order_by("code")
    services = Service.objects.public(at).order_by("pinyin", "code")
    areas = Area.objects.filter(kind__in=INHABITED).order_by("kind", "code").select_related("parent")
    return [
        (_("General"), fixed_cards()),
        (_("Schemes"), cards_of(schemes, _("Who may, since when, whom to ask."), "welfare:scheme")),
        (_("Services"), cards_of(services, _("Who may, what to bring, where and how."), "service-detail")),
        (_("Areas"), cards_of(areas, _("What the district does here."), "area-detail")),
    ]
