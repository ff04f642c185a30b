"""E-mails: the confirmation request and the digest, as text and simple HTML."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from email.utils import formataddr
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.publishing.feeds import correction_title
from portal.publishing.models import Release
from portal.records.topics import DigestLine, Found, Subject, find, topics
from portal.subscriptions.models import Digest, Occasion, Subscriber, SubscriptionRequest
from portal.subscriptions.outbox import lines_of, subjects_of
from portal.subscriptions.subscribing import CONFIRM_WITHIN
from portal.web.addresses import absolute, site_host
from portal.web.feeds import page
from portal.web.templatetags.portal_site import html_lang, site_name

#: Maximum lines a topic and a digest; the page of the release has the rest.
LINES_OF_TOPIC, LINES = 15, 60
LONGEST_SUBJECT = 150

#: Returns the lines of a release in the active language.
LinesOf = Callable[[Release], list[DigestLine]]


@dataclass
class TopicSection:
    """The section of a digest on one topic."""

    title: str
    address: str
    lines: list[DigestLine] = field(default_factory=list)
    more: int = 0
    is_above: bool = False


class Nothing(Exception):
    """Nothing to send: the subscriber no longer follows any of it, or the release was withdrawn."""


def request_email(request: SubscriptionRequest) -> EmailMultiAlternatives:
    """The confirmation request. Raises Nothing if the topic no longer exists."""
    with translation.override(request.language):
        found = next(iter(find([Subject(request.kind, request.reference)], timezone.now())), None)
        if found is None:
            raise Nothing
        subscriber = Subscriber.objects.with_address(request.email).first()
        context = {
            "found": found,
            "confirm": absolute(page("subscription-confirm", request.secret)),
            "manage": absolute(page("subscription-manage", subscriber.secret)) if subscriber else "",
            "until": timezone.localtime(request.asked_at + CONFIRM_WITHIN),
        }
        title = _("Please confirm: e-mails about %(name)s") % {"name": found.name}
        identity = uuid5(NAMESPACE_URL, request.secret)
        return _email(request.email, title, "request", context, identity=identity)


def digest_email(digest: Digest, at: dt.datetime, read_lines: LinesOf = lines_of) -> EmailMultiAlternatives:
    """The digest to send at that time; `read_lines` returns the lines of its release. Raises Nothing."""
    subscriber, occasion = digest.subscriber, digest.occasion
    release, withdrawn = occasion.release, occasion.event == Occasion.Event.WITHDRAWN
    if not withdrawn and release.is_withdrawn(at):
        raise Nothing
    with translation.override(subscriber.language):
        followed = topics_followed(subscriber, occasion.happened_at)
        lines = read_lines(release)
        title = release.title
        if withdrawn:  # its content is not repeated
            concerned = subjects_of(release, lines)
            sections = [section_of(found) for found in followed if found.subject in concerned]
            title = _("Withdrawn: %(title)s") % {"title": title}
        else:
            sections = sections_of(lines, followed)
            if release.corrects_id:
                title = correction_title(release)
        if not sections:
            raise Nothing
        context = {
            "release": release,
            "withdrawn": withdrawn,
            "sections": sections,
            "address": absolute(page("release-detail", release.slug)),
            "manage": absolute(page("subscription-manage", subscriber.secret)),
            "unsubscribe": absolute(page("unsubscribe", subscriber.secret)),
            "day": date_format(timezone.localtime(occasion.happened_at), "DATE_FORMAT"),
        }
        one_click = {  # RFC 2369, RFC 8058
            "List-Unsubscribe": f"<{absolute(reverse('unsubscribe', args=[subscriber.secret]))}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "List-Id": f"<notices.{site_host()}>",
        }
        return _email(
            subscriber.email, title, "digest", context, identity=digest.message_id, headers=one_click
        )


def topics_followed(subscriber: Subscriber, before: dt.datetime) -> list[Found]:
    """The existing topics that the subscriber has followed since before that time, narrow before wide."""
    rows = subscriber.subscriptions.filter(confirmed_at__lt=before)
    subjects = sorted(
        (Subject(row.kind, row.reference) for row in rows if row.kind in topics),
        key=lambda subject: (topics[subject.kind].order, subject.reference),
    )
    return find(subjects, before)


def sections_of(lines: list[DigestLine], followed: Iterable[Found]) -> list[TopicSection]:
    """The lines for each topic; a line already listed is not repeated."""
    seen, left, sections = set(), LINES, []
    for found in followed:
        own = [line for line in lines if found.subject in line.subjects]
        if not own:
            continue
        new = [line for line in own if line.address not in seen]
        seen |= {line.address for line in own}
        shown = new[: min(LINES_OF_TOPIC, left)]
        left -= len(shown)
        section = section_of(found)
        section.lines = [DigestLine(line.text, absolute(line.address), line.subjects) for line in shown]
        section.more = len(new) - len(shown)
        section.is_above = not new
        sections.append(section)
    return sections


def section_of(found: Found) -> TopicSection:
    title = _("%(name)s (%(kind)s)") % {"name": found.name, "kind": found.label}
    return TopicSection(title, absolute(found.address))


def _email(
    address: str,
    title: str,
    template: str,
    context: dict[str, object],
    *,
    identity: UUID,
    headers: dict[str, str] | None = None,
) -> EmailMultiAlternatives:
    """An e-mail in the active language, as text and HTML; its Message-ID derives from its identity."""
    name, template = site_name(), f"subscriptions/email/{template}"
    context = {**context, "site": name, "language": html_lang(), "home": absolute(page("home"))}
    subject = " ".join(f"{name}: {title}".split() if html_lang() == "en" else f"{name}：{title}".split())
    message = EmailMultiAlternatives(
        subject=f"{subject[: LONGEST_SUBJECT - 1]}…" if len(subject) > LONGEST_SUBJECT else subject,
        body=render_to_string(f"{template}.txt", context),
        from_email=formataddr((name, settings.DEFAULT_FROM_EMAIL)),
        to=[address],
        headers={
            "Message-ID": f"<{identity.hex}@{site_host()}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": html_lang(),
            **(headers or {}),
        },
    )
    message.attach_alternative(render_to_string(f"{template}.html", context), "text/html")
    return message
