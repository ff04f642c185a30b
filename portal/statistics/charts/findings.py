"""The finding of a chart: what its figures say, in one sentence and in their own numbers.

One function for each kind of chart. Empty where the figures do not carry a sentence: then the plain name is the title.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from portal.statistics.changes import Change
from portal.statistics.charts.chart import Datum, with_note
from portal.web.numbers import exact, is_english


def of_target(name: str, target: Datum, actual: Datum, share: str) -> str:
    """“Sports grounds opened: 21 grounds, target 24 grounds (87.5% of the target)”"""
    numbers = {"name": name, "actual": _number(actual), "target": _number(target)}
    return _noted(_("%(name)s: %(actual)s, target %(target)s") % numbers, [actual, target], share)


def of_part(whole: Datum, part: Datum, share: str) -> str:
    """“Villages without a crime: 24 of 42 villages (57.1%)”. The share is left out if a stated rate contradicts it."""
    number = exact(part.value) if is_english() else _number(part)
    found = {"part": part.name, "number": number, "whole": _number(whole)}
    return _noted(_("%(part)s: %(number)s of %(whole)s") % found, [part, whole], share)


def of_parts(name: str, whole: Datum, parts: Sequence[Datum], shares: Sequence[str]) -> str:
    """“Cost: 6.76 million yuan; the largest part is social funds, 3.84 million yuan (56.8%)”; none if two are."""
    largest = _largest(parts)
    if largest is None:
        return ""
    part = parts[largest]
    found = {"name": name, "whole": _number(whole), "part": part.name, "number": _number(part)}
    sentence = _("%(name)s: %(whole)s; the largest part is %(part)s, %(number)s") % found
    return _noted(sentence, [part, whole], shares[largest])


def of_rows(name: str, named: Sequence[tuple[str, Datum]]) -> str:
    """“Cases: most in theft, 117 cases”; none if a value is missing or rough, so that another may be the largest."""
    data = [one for _name, one in named]
    if any(one.value is None or one.is_rough for one in data) or (largest := _largest(data)) is None:
        return ""
    found = {"name": name, "row": named[largest][0], "number": _number(data[largest])}
    return _noted(_("%(name)s: highest for %(row)s, %(number)s") % found, [data[largest]])


def of_series(name: str, newest: Datum, change: Change | None) -> str:
    """“Visits: 295,000, 2022; 35,000 more than 2021”. Without a comparable earlier figure, the newest alone."""
    found = {"name": name, "period": newest.period, "number": _number(newest)}
    sentence = _noted(_("%(name)s: %(number)s, %(period)s") % found, [newest])
    if change is None or change.obstacle:
        return sentence
    facts = {"finding": sentence, "amount": change.amount, "period": change.earlier.period.label}
    if not change.difference:
        return _("%(finding)s; the same as %(period)s") % facts
    if change.difference > 0:
        return _("%(finding)s; %(amount)s more than %(period)s") % facts
    return _("%(finding)s; %(amount)s less than %(period)s") % facts


def _number(one: Datum) -> str:
    return one.stated or one.text


def _noted(sentence: str, data: Sequence[Datum], share: str = "") -> str:
    """The sentence with the share and all that qualifies its figures: “(21.4%, provisional)”."""
    notes = [share]
    for one in data:
        notes += [one.status, _("revised") if one.is_revised else "", one.doubt]
    notes = [note for note in dict.fromkeys(notes) if note]
    return with_note(sentence, _(", ").join(notes)) if notes else sentence


def _largest(data: Sequence[Datum]) -> int | None:
    """The place of the largest value; None if two are equal."""
    values = [one.value for one in data]
    return values.index(max(values)) if values.count(max(values)) == 1 else None
