"""A chart as one sentence in the reader's language, with exact values."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.statistics.charts.data import Datum
from portal.statistics.charts.shares import Part

#: Figures listed in a sentence; of more, it lists the first, the last and the extremes.
MOST_TOLD = 6


def figures_sentence(name: str, data: Sequence[Datum], closing: str = "") -> str:
    """“Old estates: 2022, target: 14 estates; 1 January to 23 December 2022: 13 estates.”"""
    told = list(data) if len(data) <= MOST_TOLD else _telling(data)
    facts = [fact(one) for one in told]
    if len(told) < len(data):
        facts.insert(0, ngettext("%(count)d figure", "%(count)d figures", len(data)) % {"count": len(data)})
    return _sentence(name, [*facts, *filter(None, [closing])])


def rows_sentence(title: str, rows: Sequence[tuple[str, Datum]]) -> str:
    """“Suspects arrested, 1 January to 23 December 2022: online extortion 13 persons; …”"""
    return _sentence(
        title, [_("%(name)s %(value)s") % {"name": name, "value": _marked(one)} for name, one in rows]
    )


def parts_sentence(title: str, whole: str, parts: Sequence[Part]) -> str:
    """“Cost and its parts, 2022: 6,760,000 CNY in all, of which fiscal 2,920,000 CNY (43.2%); social …”"""
    facts = [_("%(name)s %(value)s") % {"name": part.name, "value": part.text} for part in parts]
    facts[0] = _("%(whole)s in total, of which %(part)s") % {"whole": whole, "part": facts[0]}
    return _sentence(title, facts)


def fact(one: Datum) -> str:
    """“2022, target: 14 estates”, “as at 31 May 2022: 95% (provisional)”."""
    pattern = _("%(period)s, target: %(value)s") if one.is_target else _("%(period)s: %(value)s")
    return pattern % {"period": one.period, "value": _marked(one)}


def _marked(one: Datum) -> str:
    """The exact value with its notes."""
    marks = [one.status] if one.value is not None and one.status else []
    marks += [_("revised")] if one.is_revised else []
    return with_note(one.text, _(", ").join(marks)) if marks else one.text


def with_note(text: str, note: str) -> str:
    """“95% (provisional)”"""
    return _("%(text)s (%(note)s)") % {"text": text, "note": note}


def _telling(data: Sequence[Datum]) -> list[Datum]:
    known = [one for one in data if one.value is not None and not one.is_target] or [
        one for one in data if one.value is not None
    ]
    chosen = {
        known[0],
        known[-1],
        max(known, key=lambda one: one.value),
        min(known, key=lambda one: one.value),
    }
    return [one for one in data if one in chosen]


def _sentence(name: str, facts: Sequence[str]) -> str:
    return _("%(name)s: %(facts)s.") % {"name": name, "facts": _("; ").join(facts)}
