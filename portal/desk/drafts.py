"""Form drafts: the server's copy of what an official has typed and not saved yet.

The browser keeps a copy of its own, written as one types and encrypted with a key that only pages of the signed-in
official contain; after a pause it sends the copy here. `static/admin_portal/drafts.js` is that half.
"""

import base64
import datetime as dt
import json
from http import HTTPStatus
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_http_methods

from portal.desk.models import FormDraft
from portal.staff.sign_in import gate

#: A return sheet of 300 rows takes some 200 kB.
MOST_BYTES = 2_000_000
#: Drafts of one official, and how long one is kept; the oldest make room.
MOST_DRAFTS, KEPT_FOR = 50, dt.timedelta(days=30)
LONGEST_ADDRESS = FormDraft._meta.get_field("address").max_length
#: Names the form that has just been saved, so that the browser deletes its own copy.
SAVED_COOKIE = "portal_saved_form"


def settings_of_page(request: HttpRequest) -> dict[str, object]:
    """What the script needs on every page of a signed-in official.

    `key`: the official's AES key, which the browser never stores. `owner`: the mark of the official's copies there.
    """
    if not request.user.is_authenticated:
        return {}
    key = salted_hmac("portal.desk.drafts.key", str(request.user.pk), algorithm="sha256").digest()
    return {
        "address": reverse("admin:drafts"),
        "key": base64.b64encode(key).decode(),
        "owner": salted_hmac("portal.desk.drafts.owner", str(request.user.pk)).hexdigest()[:12],
        "left": gate.seconds_left(request),
    }


@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
def drafts(request: HttpRequest) -> HttpResponse:
    """GET gives the official's drafts of the addresses asked for, POST saves one, DELETE deletes one.

    Each answers how many seconds are left of the session; 401 if it has ended.
    """
    if not (request.user.is_authenticated and request.user.is_staff):
        return JsonResponse({}, status=HTTPStatus.UNAUTHORIZED)
    own = FormDraft.objects.filter(user=request.user)
    answer = {"left": gate.seconds_left(request)}
    if request.method == "POST":
        answer["saved_at"] = save(request).isoformat()
    elif request.method == "DELETE":
        own.filter(address=request.GET.get("address", "")).delete()
    else:
        rows = own.filter(address__in=request.GET.getlist("address"))
        answer["drafts"] = {
            row.address: {"boxes": row.boxes, "saved_at": row.saved_at.isoformat()} for row in rows
        }
    return JsonResponse(answer, headers={"Cache-Control": "no-store"})


def save(request: HttpRequest) -> dt.datetime:
    """Save the draft in the body, {"address": …, "boxes": [[name, value, label], …]}; returns when."""
    try:
        body = json.loads(request.body) if len(request.body) <= MOST_BYTES else None
        address, boxes = body["address"], body["boxes"]
        is_draft = (
            0 < len(address) <= LONGEST_ADDRESS
            and all(isinstance(text, str) and "\0" not in text for box in boxes for text in box)
            and all(len(box) == 3 for box in boxes)  # noqa: PLR2004
        )
    except (ValueError, TypeError, KeyError):
        is_draft = False
    if not is_draft or "\0" in address:
        raise BadRequest
    own = FormDraft.objects.filter(user=request.user)
    draft, _created = FormDraft.objects.update_or_create(
        user=request.user, address=address, defaults={"boxes": boxes}
    )
    newest = own.order_by("-saved_at").values("pk")[:MOST_DRAFTS]
    own.exclude(pk__in=newest).delete()
    own.filter(saved_at__lt=timezone.now() - KEPT_FOR).delete()
    return draft.saved_at


def forget_saved(request: HttpRequest, response: HttpResponse) -> None:
    """After a form was saved: delete its draft here, and tell the browser to delete its own.

    A form that was saved answers with 302; one that was refused is shown again, or answers with 303.
    """
    if (
        request.method != "POST"
        or response.status_code != HTTPStatus.FOUND
        or not request.user.is_authenticated
    ):
        return
    address = request.get_full_path()
    FormDraft.objects.filter(user=request.user, address=address).delete()
    response.set_cookie(
        SAVED_COOKIE,
        quote(address[:LONGEST_ADDRESS], safe=""),
        max_age=300,
        path=reverse("admin:index"),
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
