"""Subscription pages: subscribing, confirming, managing, unsubscribing.

The pages are never cached and have no ETag, since each is private to one reader. They have no past moments and no
login: whoever has the link from an e-mail is its recipient. Nothing here needs a cookie, so there is no CSRF token: the
first form only triggers a confirmation request, the others require a secret that no other site knows.
"""

import functools
from collections.abc import Callable
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from portal.records.topics import Found, Subject, find
from portal.staff.models import Sector
from portal.subscriptions.confirmation import Unsent, invite
from portal.subscriptions.forms import AskForm
from portal.subscriptions.models import Subscriber
from portal.subscriptions.subscribing import TooMany, confirm, forget, pending, stop_following
from portal.web.error_pages import to_be_tried_again
from portal.web.filters import EVERY_PAGE, EVERYWHERE, refuse_unknown
from portal.web.middleware import LANGUAGES
from portal.web.templatetags.portal_site import chosen_care, chosen_language

View = Callable[..., HttpResponse]


def of_now(*parameters: str) -> Callable[[View], View]:
    """Decorator for private pages without past moments; they accept these parameters besides the usual ones."""

    def decorate(view: View) -> View:
        @csrf_exempt
        @functools.wraps(view)
        def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            refuse_unknown(request.GET, (*parameters, *EVERYWHERE, *EVERY_PAGE))
            answer = without_past(request) if "as_of" in request.GET else view(request, *args, **kwargs)
            add_never_cache_headers(answer)
            return answer

        return wrapped

    return decorate


def without_past(request: HttpRequest) -> HttpResponse:
    query = request.GET.copy()
    del query["as_of"]
    return HttpResponseRedirect(f"?{query.urlencode()}")


def lead_to(request: HttpRequest, name: str, *args: str, done: str = "") -> HttpResponse:
    """Redirect to another of these pages, preserving language and care mode."""
    kept = {"done": done, "lang": chosen_language(request), "care": chosen_care(request)}
    query = urlencode({key: value for key, value in kept.items() if value})
    return HttpResponseRedirect(f"{reverse(name, args=args)}{'?' * bool(query)}{query}")


@of_now("topic")
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    options = options_of(request.GET.get("topic", ""))
    if request.method != "POST":
        return render(request, "notices/ask.html", {"ask": AskForm(options=options)})
    form = AskForm(request.POST, options=options)
    if form.is_machine:
        return lead_to(request, "notices-asked")
    if not form.is_valid():
        return render(request, "notices/ask.html", {"ask": form}, status=400)
    try:
        chosen = form.cleaned_data
        invite(email=chosen["email"], language=chosen["language"], subject=form.subject)
    except (TooMany, Unsent):
        return to_be_tried_again(render(request, "notices/later.html", status=503))
    return lead_to(request, "notices-asked")


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


@of_now()
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """The same page for everyone: it does not reveal whether the address is known or was e-mailed."""
    return render(request, "notices/asked.html")


@of_now()
@require_http_methods(["GET", "HEAD", "POST"])
def confirmation(request: HttpRequest, secret: str) -> HttpResponse:
    """GET only shows a button, so that link scanners in mail programs confirm nothing."""
    if request.method == "POST":
        subscriber = confirm(secret=secret)
        if subscriber is not None:
            return lead_to(request, "notices-manage", subscriber.secret, done="confirmed")
    wanted = pending(secret)
    found = find([Subject(wanted.kind, wanted.reference)], timezone.now()) if wanted else []
    if not found:
        return render(request, "notices/gone.html", status=404)
    return render(request, "notices/confirm.html", {"wanted": wanted, "found": found[0]})


@of_now("done")
@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: HttpRequest, secret: str) -> HttpResponse:
    subscriber = Subscriber.objects.filter(secret=secret).first()
    if subscriber is None:
        return render(request, "notices/gone.html", status=404)
    if request.method == "POST":
        return change(request, subscriber)
    rows = list(subscriber.subscriptions.all())
    found = {one.subject: one for one in find((Subject(r.kind, r.reference) for r in rows), timezone.now())}
    context = {
        "subscriber": subscriber,
        "followed": [(row, found.get(Subject(row.kind, row.reference))) for row in rows],
        "done": request.GET.get("done", ""),
    }
    return render(request, "notices/manage.html", context)


def change(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """Unfollow one topic or change the language. Raises BadRequest for anything else."""
    language, number = request.POST.get("language", ""), request.POST.get("remove", "")
    if language in LANGUAGES:
        Subscriber.objects.filter(pk=subscriber.pk).update(language=language)
        return lead_to(request, "notices-manage", subscriber.secret, done="language")
    if not (number.isascii() and number.isdecimal()):
        raise BadRequest
    subscription = subscriber.subscriptions.filter(pk=int(number[:20])).first()
    if subscription is not None and not stop_following(subscription=subscription):
        return render(request, "notices/unsubscribed.html")
    return lead_to(request, "notices-manage", subscriber.secret, done="removed")


@of_now()
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, secret: str) -> HttpResponse:
    """Mail programs POST here for one-click unsubscribing (RFC 8058), repeatedly if they like; people see a button."""
    subscriber = Subscriber.objects.filter(secret=secret).first()
    if request.method == "POST" and subscriber is not None:
        forget(email=subscriber.email)
        subscriber = None
    if subscriber is None:
        return render(request, "notices/unsubscribed.html")
    return render(request, "notices/unsubscribe.html", {"subscriber": subscriber})
