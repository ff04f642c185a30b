"""The public release calendar, as shown on its page, in its data and its feeds.

Only title and time of a future release are public: neither its address nor its id.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable

from django.utils.translation import gettext as _

from portal.publishing.models import Announcement, CalendarState


def attach_words(rows: Iterable[Announcement], at: dt.datetime) -> list[Announcement]:
    """Attach to each row, as `words`, the public announcements of its release, oldest first; one query."""
    rows = list(rows)
    words: dict[int, list[Announcement]] = {}
    made = Announcement.objects.made(at).filter(release__in={row.release_id for row in rows})
    for word in made.order_by("id"):
        words.setdefault(word.release_id, []).append(word)
    for row in rows:
        row.words = words[row.release_id]
        row.state_label = CalendarState(row.state).label
        row.released_at = row.release.released_at if row.state == CalendarState.RELEASED else None
        row.released_as = row.release.slug if row.released_at else None
    return rows


def entry_key(first: Announcement) -> str:
    """A permanent public key of an announced release, derived only from its first announcement."""
    said = f"{first.announced_at.isoformat()}|{first.title_zh}"
    return hashlib.sha256(said.encode()).hexdigest()[:20]


def said(word: Announcement, before: Announcement | None) -> str:
    """The change from the previous announcement: announced, confirmed, moved, called off."""
    if word.scheduled_for is None:
        return _("called off")
    if before is None:
        return _("announced, confirmed") if word.confirmed else _("announced, provisional")
    if before.scheduled_for is None:
        return _("announced again")
    if word.scheduled_for != before.scheduled_for:
        return _("moved to another time")
    if word.confirmed != before.confirmed:
        return _("confirmed") if word.confirmed else _("made provisional")
    return _("title changed")
