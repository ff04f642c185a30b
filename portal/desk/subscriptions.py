"""Subscriptions for administrators: how many follow what, and which mails were not delivered. Addresses stay hidden.

Whoever asks in writing to be deleted gives the address; only that exact address can be looked up and deleted.
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

#: The most topics and mails on the page.
TOPICS, MAILS = 200, 100
logger = logging.getLogger(__name__)


class AddressForm(forms.Form):
    """One exact address, sent by POST to keep it out of addresses and logs."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=LONGEST_ADDRESS)


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def subscriptions(request: HttpRequest) -> HttpResponse:
    if not request.user.is_administrator:
        raise PermissionDenied
    form = AddressForm(request.POST or None)
    email = form.cleaned_data["email"] if form.is_valid() else ""
    if email and "delete" in request.POST:
        return _delete(request, email)
    found = email and {
        "topics": Subscription.objects.filter(subscriber__email__iexact=email).count(),
        "requests": SubscriptionRequest.objects.filter(email__iexact=email).count(),
    }
    counts = dict(Digest.objects.order_by().values_list("state").annotate(Count("pk")))
    context = {
        "title": _("E-mail updates"),
        "form": form,
        "asked": email,
        "found": found or None,
        "subscribers": Subscriber.objects.count(),
        "states": [(state.label, counts.get(state, 0)) for state in Digest.State],
        "followed": followed(),
        "undelivered": Digest.objects.undelivered().select_related("occasion__release")[:MAILS],
    }
    return TemplateResponse(request, "desk/subscriptions.html", context)


def _delete(request: HttpRequest, email: str) -> HttpResponse:
    """Delete an address. The deletion is logged with the official, but without the address."""
    if forget(email=email):
        logger.info("address_forgotten", extra={"by": request.user.pk})
        messages.success(request, _("All data stored for the address has been deleted."))
    else:
        messages.info(request, _("No data is stored for this address."))
    return HttpResponseRedirect(reverse("admin:subscriptions"))


def followed() -> list[tuple[Subject, Found | None, int]]:
    """The number of followers by topic, the most followed first; without its row if that no longer exists."""
    counted = (
        Subscription.objects.order_by()
        .values_list("kind", "reference")
        .annotate(number=Count("pk"))
        .order_by("-number", "kind", "reference")[:TOPICS]
    )
    counts = {Subject(kind, reference): number for kind, reference, number in counted}
    rows = {found.subject: found for found in find(counts, timezone.now())}
    return [(subject, rows.get(subject), number) for subject, number in counts.items()]
