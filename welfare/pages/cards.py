"""QR cards to print: choose which, and a sheet of A4."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.web.filters import EVERY_PAGE, EVERYWHERE, BadParameter, refuse_unknown
from portal.web.pdf import can_make_pdf, pdf_of
from welfare.cards import CHECKER, Card, all_cards

#: The parameter that names a card; it may be repeated.
CARD = "card"
#: The most cards at once: six pages of eight.
MOST = 48


@require_safe
def cards_page(request: HttpRequest) -> HttpResponse:
    groups, chosen = chosen_cards(request)
    keys = {card.key for card in chosen}
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    pdf = reverse("welfare:cards-file") + query if can_make_pdf() else ""
    context = {"groups": groups, "cards": chosen, "keys": keys, "pdf": pdf}
    return render(request, "welfare/cards.html", context)


@require_safe
def cards_file(request: HttpRequest) -> HttpResponse:
    """The sheet as PDF, where the libraries for it are installed."""
    if not can_make_pdf():
        raise Http404
    _groups, chosen = chosen_cards(request)
    content = pdf_of(render_to_string("welfare/card_file.html", {"cards": chosen}), "css/card-file.css")
    answer = HttpResponse(content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = 'inline; filename="cards.pdf"'
    return answer


def chosen_cards(request: HttpRequest) -> tuple[list[tuple[str, list[Card]]], list[Card]]:
    """All cards by kind, and those in the address; without any, that of the checker."""
    refuse_unknown(request.GET, (CARD, *EVERYWHERE, *EVERY_PAGE), repeatable=(CARD,))
    groups = list(all_cards(request.moment.at))
    by_key = {card.key: card for _label, cards in groups for card in cards}
    asked = dict.fromkeys(request.GET.getlist(CARD) or [CHECKER])
    if unknown := [key for key in asked if key not in by_key]:
        raise BadParameter.value(CARD, unknown[0], list(by_key)[:MOST])
    return groups, [by_key[key] for key in list(asked)[:MOST]]
