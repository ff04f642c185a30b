"""Signed tokens of preview addresses: one for the link, one for an opening.

Each contains only a row id. The first is given to the reader; the second allows reloading for a while without recording
another opening.
"""

import datetime as dt

from django.core import signing

from portal.publishing.models import PreviewLink, PreviewOpening

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
