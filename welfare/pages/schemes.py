"""Schemes: the catalogue of benefits by tier, and the page of one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.publishing.citations import citation
from portal.web.filters import EVERY_PAGE, EVERYWHERE, refuse_unknown
from welfare.models import Scheme
from welfare.pages.sector import contacts
from welfare.schemes import SchemeDetail, versions_of


@require_safe
def scheme_list(request: HttpRequest) -> HttpResponse:
    """The catalogue: basic relief, special relief, support from society, and what is in no tier."""
    refuse_unknown(request.GET, (*EVERYWHERE, *EVERY_PAGE))
    at = request.moment.at
    schemes = list(Scheme.objects.released(at).select_related("department").order_by("code"))
    versions = versions_of(schemes, at)
    for scheme in schemes:
        newest = versions[scheme.pk][:1]
        scheme.groups = list(
            dict.fromkeys(group.name for one in newest for rule in one.rules for group in rule.groups)
        )
    tiers = [*Scheme.Tier.choices, ("", "")]
    by_tier = [(code, label, [s for s in schemes if s.tier == code]) for code, label in tiers]
    return render(request, "welfare/schemes.html", {"tiers": by_tier, "schemes": schemes})


@require_safe
def scheme_page(request: HttpRequest, code: str) -> HttpResponse:
    refuse_unknown(request.GET, (*EVERYWHERE, *EVERY_PAGE))
    detail = SchemeDetail.at(code, request.moment.at)
    context: dict[str, Any] = {
        "detail": detail,
        "scheme": detail.scheme,
        "contacts": contacts(request.moment.at),
        "cite": citation(request, detail.scheme.name),
    }
    return render(request, "welfare/scheme.html", context)
