"""Subscription pages: subscribing, confirming, managing, unsubscribing.

The pages are never cached and have no ETag, since each is private to one reader. They have no past moments and no
login: whoever has the link from an e-mail is its recipient. They set no cookie, so there is no CSRF token, and none is
needed: the first form only triggers a confirmation request, which an attacker could do directly, and the others require
a secret that no other site knows. Abuse in bulk is limited by a signed token with a timestamp, a honeypot field, and a
rate limit for each address.
"""

import functools
from collections.abc import Callable
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from portal.records.topics import Found, Subject, find
from portal.staff.models import Sector
from portal.subscriptions.models import Subscriber
from portal.subscriptions.subscribing import TooMany, confirm, forget, pending, stop_following
from portal.subscriptions.tasks import Unsent, request_subscription
from portal.web.error_pages import to_be_tried_again
from portal.web.filters import EVERY_PAGE, EVERYWHERE, refuse_unknown
from portal.web.middleware import LANGUAGES
from portal.web.templatetags.portal_site import OWN_NAMES, chosen_care, chosen_language

#: Seconds for which an opened form may be submitted.
OPEN_FOR = 12 * 3600
LONGEST_ADDRESS = 254
signer = TimestampSigner(salt="notices.form")

View = Callable[..., HttpResponse]


class SubscribeForm(forms.Form):
    """Address, topic and language; `options` are the available topics, the first one preselected."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=LONGEST_ADDRESS,
        error_messages={
            "required": gettext_lazy("Enter an e-mail address, for example name@example.org."),
            "invalid": gettext_lazy(
                "This is not an e-mail address. Use one @ between name and domain, for example name@example.org."
            ),
            "max_length": gettext_lazy("An e-mail address may have at most 254 characters."),
        },
    )
    topic = forms.ChoiceField(
        label=gettext_lazy("Topic to follow"),
        error_messages={
            "required": gettext_lazy("Choose a topic."),
            "invalid_choice": gettext_lazy("Choose one of the topics listed here."),
        },
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the e-mails"),
        choices=[(code, OWN_NAMES[code][0]) for code, _name in settings.LANGUAGES],
        error_messages={
            "required": gettext_lazy("Choose a language."),
            "invalid_choice": gettext_lazy("Choose one of the languages listed here."),
        },
    )
    website = forms.CharField(required=False)
    opened = forms.CharField(required=False)

    def __init__(self, data: object = None, *, options: list[Found]) -> None:
        super().__init__(data, initial={"language": get_language(), "topic": options[0].subject.key})
        self.options = options
        self.fields["topic"].choices = [(found.subject.key, found.name) for found in options]

    @property
    def is_machine(self) -> bool:
        """Whether the honeypot field is filled in."""
        return bool(self.data.get("website"))

    @property
    def subject(self) -> Subject:
        return Subject.read(self.cleaned_data["topic"])

    def clean(self) -> dict:
        try:
            signer.unsign(self.cleaned_data.get("opened", ""), max_age=OPEN_FOR)
        except BadSignature:
            raise forms.ValidationError(
                _("This page has been open for too long. Nothing is lost: please submit it again.")
            ) from None
        return super().clean()

    def token(self) -> str:
        return signer.sign("form")


def private(*parameters: str) -> Callable[[View], View]:
    """Decorator for private pages without past moments; they accept these parameters besides the usual ones."""

    def decorate(view: View) -> View:
        @csrf_exempt
        @functools.wraps(view)
        def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            refuse_unknown(request.GET, (*parameters, *EVERYWHERE, *EVERY_PAGE))
            if "as_of" in request.GET:
                query = request.GET.copy()
                del query["as_of"]
                answer = HttpResponseRedirect(f"?{query.urlencode()}")
            else:
                answer = view(request, *args, **kwargs)
            add_never_cache_headers(answer)
            return answer

        return wrapped

    return decorate


def lead_to(request: HttpRequest, name: str, *args: str, done: str = "") -> HttpResponse:
    """Redirect to another of these pages, preserving language and care mode."""
    kept = {"done": done, "lang": chosen_language(request), "care": chosen_care(request)}
    query = urlencode({key: value for key, value in kept.items() if value})
    return HttpResponseRedirect(f"{reverse(name, args=args)}{'?' * bool(query)}{query}")


@private("topic")
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """Choose topics and enter an address. A filled-in honeypot gets the usual answer, without an e-mail."""
    options = options_of(request.GET.get("topic", ""))
    form = SubscribeForm(request.POST if request.method == "POST" else None, options=options)
    if request.method != "POST":
        return render(request, "subscriptions/subscribe.html", {"form": form})
    if form.is_machine:
        return lead_to(request, "subscription-requested")
    if not form.is_valid():
        return render(request, "subscriptions/subscribe.html", {"form": form}, status=400)
    try:
        chosen = form.cleaned_data
        request_subscription(email=chosen["email"], language=chosen["language"], subject=form.subject)
    except (TooMany, Unsent):
        return to_be_tried_again(render(request, "subscriptions/later.html", status=503))
    return lead_to(request, "subscription-requested")


def options_of(key: str) -> list[Found]:
    """The requested topic and broader ones, or all sectors. Raises Http404 for an unknown topic."""
    now = timezone.now()
    if not key:
        return find([Subject("sector", code) for code in Sector.objects.values_list("code", flat=True)], now)
    subject = Subject.read(key)
    found = find([subject], now) if subject else []
    if not found:
        raise Http404
    return [*found, *find(found[0].wider, now)]


@private()
@require_safe
def requested(request: HttpRequest) -> HttpResponse:
    """The same page for everyone: it does not reveal whether the address is known or was e-mailed."""
    return render(request, "subscriptions/requested.html")


@private()
@require_http_methods(["GET", "HEAD", "POST"])
def confirmation(request: HttpRequest, secret: str) -> HttpResponse:
    """GET only shows a button, so that link scanners in mail programs confirm nothing."""
    if request.method == "POST":
        subscriber = confirm(secret=secret)
        if subscriber is not None:
            return lead_to(request, "subscription-manage", subscriber.secret, done="confirmed")
    wanted = pending(secret)
    found = find([Subject(wanted.kind, wanted.reference)], timezone.now()) if wanted else []
    if not found:
        return render(request, "subscriptions/gone.html", status=404)
    return render(request, "subscriptions/confirm.html", {"wanted": wanted, "found": found[0]})


@private("done")
@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: HttpRequest, secret: str) -> HttpResponse:
    subscriber = Subscriber.objects.filter(secret=secret).first()
    if subscriber is None:
        return render(request, "subscriptions/gone.html", status=404)
    if request.method == "POST":
        return change(request, subscriber)
    rows = list(subscriber.subscriptions.all())
    found = {one.subject: one for one in find((Subject(r.kind, r.reference) for r in rows), timezone.now())}
    context = {
        "subscriber": subscriber,
        "followed": [(row, found.get(Subject(row.kind, row.reference))) for row in rows],
        "done": request.GET.get("done", ""),
    }
    return render(request, "subscriptions/manage.html", context)


def change(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """Unfollow one topic or change the language. Raises BadRequest for anything else."""
    language, number = request.POST.get("language", ""), request.POST.get("remove", "")
    if language in LANGUAGES:
        Subscriber.objects.filter(pk=subscriber.pk).update(language=language)
        return lead_to(request, "subscription-manage", subscriber.secret, done="language")
    if not (number.isascii() and number.isdecimal()):
        raise BadRequest
    subscription = subscriber.subscriptions.filter(pk=int(number[:20])).first()
    if subscription is not None and not stop_following(subscription=subscription):
        return render(request, "subscriptions/unsubscribed.html")
    return lead_to(request, "subscription-manage", subscriber.secret, done="removed")


@private()
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, secret: str) -> HttpResponse:
    """Mail programs POST here for one-click unsubscribing (RFC 8058), repeatedly if they like; people see a button."""
    subscriber = Subscriber.objects.filter(secret=secret).first()
    if request.method == "POST" and subscriber is not None:
        forget(email=subscriber.email)
        subscriber = None
    if subscriber is None:
        return render(request, "subscriptions/unsubscribed.html")
    return render(request, "subscriptions/unsubscribe.html", {"subscriber": subscriber})
