"""Search source of commitments."""

import datetime as dt

from django.urls import reverse

from portal.commitments.models import Commitment
from portal.records.types import Hit


def commitment_hits(commitments: list[Commitment], at: dt.datetime) -> list[Hit]:
    return [
        Hit(c.title, reverse("commitment-detail", args=[c.code]), [c.detail, c.due_printed], c.release.title)
        for c in commitments
    ]
