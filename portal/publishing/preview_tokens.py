"""The two signed parts of a preview's address: which link it is, and which opening of it.

Neither says anything but the number of a row. The first is what the reader was given; the second lets the page be
read again for a while without being opened anew.
"""

import datetime as dt

from django.core import signing

from portal.publishing.models import PreviewLink, PreviewOpening

#: For how long an opened preview can be loaded again.
OPEN_FOR = dt.timedelta(hours=2)
#: No row has it: what a bad token looks for, so that it costs what a good one does.
NOWHERE = 0

_links = signing.Signer(salt="portal.preview")
_openings = signing.TimestampSigner(salt="portal.preview.opening")


def link_token(link: PreviewLink) -> str:
    return _links.sign(str(link.pk))


def opening_token(opening: PreviewOpening) -> str:
    return _openings.sign(f"{opening.link_id}-{opening.pk}")


def find_link(token: str) -> PreviewLink | None:
    """The link that a token names; None for one that nobody was given. One query either way."""
    try:
        number = int(_links.unsign(token))
    except (signing.BadSignature, ValueError):
        number = NOWHERE
    return PreviewLink.objects.filter(pk=number).select_related("release__department").first()


def find_opening(token: str, link: PreviewLink) -> PreviewOpening | None:
    """The opening of that link which a token names, as long as it can be read again."""
    try:
        number, _dash, opening = _openings.unsign(token, max_age=OPEN_FOR).partition("-")
    except signing.BadSignature:
        return None
    return link.openings.filter(pk=opening).first() if number == str(link.pk) else None
