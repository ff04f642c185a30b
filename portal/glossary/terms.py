"""Loads what glossary terms show."""

import datetime as dt
from collections.abc import Iterable

from portal.glossary.models import GlossaryTerm
from portal.statistics.models import Indicator


def attach_indicators(terms: Iterable[GlossaryTerm], at: dt.datetime) -> list[GlossaryTerm]:
    """The terms, each with `shown_indicators`: its indicators public at that time, and their codes."""
    terms = list(terms)
    codes = {code for term in terms for code in term.indicators}
    public = {one.code: one for one in Indicator.objects.released(at).filter(code__in=codes)}
    for term in terms:
        term.shown_indicators = [public[code] for code in term.indicators if code in public]
        term.public_indicators = [one.code for one in term.shown_indicators]
    return terms
