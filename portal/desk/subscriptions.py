"""Notices as administrators see them: how many follow what, which mails did not leave. Addresses cannot be browsed.

Whoever asks in writing to be forgotten gives the address; only exactly that one can be looked for, and deleted.
"""

import logging

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from portal.desk.pages import desk_view
from portal.records.topics import Found, Subject, find
from portal.subscriptions.models import Digest, Subscriber, Subscription, SubscriptionRequest
from portal.subscriptions.pages import LONGEST_ADDRESS
from portal.subscriptions.subscribing import forget

#: Topics and mails on the page; who has more of either needs another tool.
TOPICS, MAILS = 200, 100
logger = logging.getLogger(__name__)


class AddressForm(forms.Form):
    """One exact address. It is sent by POST, so that it stands in no address of a page and in no log."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=LONGEST_ADDRESS)


def notices_entry() -> dict:
    """The page as the index of the admin lists it."""
    return {
        "name": _("E-mail updates"),
        "object_name": "Notices",
        "admin_url": reverse("admin:notices"),
        "add_url": None,
        "view_only": True,
        "perms": {"view": True},
    }


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    if not request.user.is_administrator:
        raise PermissionDenied
    form = AddressForm(request.POST or None)
    asked = form.cleaned_data["email"] if form.is_valid() else ""
    if asked and "delete" in request.POST:
        return delete(request, asked)
    context = {
        "title": _("E-mail updates"),
        "form": form,
        "asked": asked,
        "found": kept_of(asked) if asked else None,
        "subscribers": Subscriber.objects.count(),
        "states": counts_by_state(),
        "followed": followed(),
        "undelivered": Digest.objects.undelivered().select_related("occasion__release")[:MAILS],
    }
    return TemplateResponse(request, "desk/subscriptions.html", context)


def kept_of(email: str) -> dict[str, int]:
    """How much is kept of an address."""
    return {
        "topics": Subscription.objects.filter(subscriber__email__iexact=email).count(),
        "requests": SubscriptionRequest.objects.filter(email__iexact=email).count(),
    }


def delete(request: HttpRequest, email: str) -> HttpResponse:
    """Forget an address. That it was done is logged, with who did it; the address is not."""
    if forget(email=email):
        logger.info("address_forgotten", extra={"by": request.user.pk})
        messages.success(request, _("Everything that was kept of the address has been deleted."))
    else:
        messages.info(request, _("Nothing is kept of this address."))
    return HttpResponseRedirect(reverse("admin:notices"))


def counts_by_state() -> list[tuple[str, int]]:
    """How many digests of the last thirty days stand in each state, by name."""
    counts = dict(Digest.objects.order_by().values_list("state").annotate(Count("pk")))
    return [(state.label, counts.get(state, 0)) for state in Digest.State]


def followed() -> list[tuple[Subject, Found | None, int]]:
    """How many follow what, the most followed first; without its row where it is no longer there."""
    counted = (
        Subscription.objects.order_by()
        .values_list("kind", "reference")
        .annotate(number=Count("pk"))
        .order_by("-number", "kind", "reference")[:TOPICS]
    )
    counts = {Subject(kind, reference): number for kind, reference, number in counted}
    rows = {found.subject: found for found in find(counts, timezone.now())}
    return [(subject, rows.get(subject), number) for subject, number in counts.items()]
