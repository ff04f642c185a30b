"""Search source of glossary terms."""

import datetime as dt

from django.urls import reverse

from portal.glossary.models import GlossaryTerm
from portal.records.types import Hit


def glossary_hits(terms: list[GlossaryTerm], at: dt.datetime) -> list[Hit]:
    page = reverse("glossary-list")
    return [
        Hit(
            t.name,
            f"{page}?q={t.code}#term-{t.code}",
            [t.explanation, "、".join(t.aliases)],
            t.sector.name,
        )
        for t in terms
    ]
