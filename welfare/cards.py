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


def scheme_cards(schemes: Iterable[Scheme]) -> list[Card]:
    return [
        Card(
            f"scheme:{one.code}",
            one.name,
            _("Who may, since when, whom to ask."),
            reverse("welfare:scheme", args=[one.code]),
        )
        for one in schemes
    ]


def service_cards(services: Iterable[Service]) -> list[Card]:
    return [
        Card(
            f"service:{one.code}",
            one.name,
            _("Who may, what to bring, where and how."),
            reverse("service-detail", args=[one.code]),
        )
        for one in services
    ]


def area_cards(areas: Iterable[Area]) -> list[Card]:
    return [
        Card(
            f"area:{one.code}",
            one.label,
            _("What the district does here."),
            reverse("area-detail", args=[one.code]),
        )
        for one in areas
    ]


def all_cards(at: dt.datetime) -> Sequence[tuple[str, list[Card]]]:
    """Every card that can be printed at that time, by kind."""
    areas = Area.objects.filter(kind__in=INHABITED).order_by("kind", "code")
    return [
        (_("General"), fixed_cards()),
        (_("Schemes"), scheme_cards(Scheme.objects.released(at).order_by("code"))),
        (_("Services"), service_cards(Service.objects.public(at).order_by("pinyin", "code"))),
        (_("Areas"), area_cards(areas.select_related("parent"))),
    ]
