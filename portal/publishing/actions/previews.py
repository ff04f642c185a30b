"""Pre-release access: preview links for named readers, revocable, with every opening recorded.

An address contains a signed row id: one token for the link, which the reader gets, and one for an opening, which allows
reloading for a while without recording another opening.
"""

import datetime as dt

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.publishing.models import PreviewLink, PreviewOpening, Release
from portal.records.errors import Invalid, NotAllowed, WrongState
from portal.staff.audit import acting
from portal.staff.models import User

#: Longest validity of a link.
LONGEST = dt.timedelta(days=14)


def can_give(user: User, release: Release) -> bool:
    """Whether the official may give preview links: an editor, reviewer or the head of the publishing department."""
    return user.edits_for(release.department_id) or user.reviews_for(release.department_id)


@transaction.atomic
def give(*, release: Release, by: User, reader: str, purpose: str, expires_at: dt.datetime) -> PreviewLink:
    """Create a preview link for one named reader."""
    if not can_give(by, release):
        raise NotAllowed(_("Only officials of the publishing department may give preview links."))
    now = timezone.now()
    if release.is_public(now):
        raise WrongState(_("The release is already public and needs no preview."))
    if not (reader.strip() and purpose.strip()):
        raise Invalid(_("Give the reader and the purpose."))
    if not now < expires_at <= now + LONGEST:
        raise Invalid(_("A preview link must expire within %(days)d days.") % {"days": LONGEST.days})
    with acting(by, action="preview", release=release):
        return PreviewLink.objects.create(
            release=release,
            reader=reader.strip(),
            purpose=purpose.strip(),
            expires_at=expires_at,
            created_by=by,
            created_at=now,
        )


@transaction.atomic
def revoke(*, link: PreviewLink, by: User) -> PreviewLink:
    """Disable the link from now on."""
    link = PreviewLink.objects.select_for_update().select_related("release").get(pk=link.pk)
    if not can_give(by, link.release):
        raise NotAllowed(_("Only officials of the publishing department may revoke preview links."))
    if link.revoked_at is not None:
        raise WrongState(_("The link has already been revoked."))
    with acting(by, action="revoke", release=link.release):
        link.revoked_by, link.revoked_at = by, timezone.now()
        link.save(update_fields=["revoked_by", "revoked_at"])
    return link


def record_opening(link: PreviewLink) -> PreviewOpening:
    """Record that the reader opened the release."""
    return PreviewOpening.objects.create(link=link, at=timezone.now())


def longest_expiry(release: Release) -> dt.datetime:
    """The default expiry of a link: when the release becomes public, or the latest allowed."""
    last = timezone.now() + LONGEST
    return min(release.released_at, last) if release.released_at else last


#: How long an opened preview can be reloaded.
OPEN_FOR = dt.timedelta(hours=2)
#: An id that no row has, looked up for invalid tokens so that they take as long as valid ones.
NOWHERE = 0

_links = signing.Signer(salt="portal.preview")
_openings = signing.TimestampSigner(salt="portal.preview.opening")


def link_token(link: PreviewLink) -> str:
    return _links.sign(str(link.pk))


def opening_token(opening: PreviewOpening) -> str:
    return _openings.sign(f"{opening.link_id}-{opening.pk}")


def find_link(token: str) -> PreviewLink | None:
    """The link of a token; None for an invalid token. One query either way."""
    try:
        number = int(_links.unsign(token))
    except (signing.BadSignature, ValueError):
        number = NOWHERE
    return PreviewLink.objects.filter(pk=number).select_related("release__department").first()


def find_opening(token: str, link: PreviewLink) -> PreviewOpening | None:
    """The opening of that link named by a token, while it can be reloaded."""
    try:
        number, _dash, opening = _openings.unsign(token, max_age=OPEN_FOR).partition("-")
    except signing.BadSignature:
        return None
    return link.openings.filter(pk=opening).first() if number == str(link.pk) else None
