"""On which day each department last published, read once a request."""

import datetime as dt

from django.db.models.signals import post_delete, post_save

from portal.publishing.models.release import Release
from portal.web.memo import Memo

_last = Memo()
for signal in (post_save, post_delete):
    signal.connect(_last.forget, sender=Release)


def last_news(at: dt.datetime) -> dict[int, dt.date]:
    """The day of the newest release by that time, by the id of each department that publishes or contributes."""
    held = _last.fresh()
    if held is None or held[0] != at:
        held = at, Release.objects.news(at).last_by_department("day")
        _last.hold(held)
    return held[1]
