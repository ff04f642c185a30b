"""Checks: the figures of a release are tested against identities."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.publishing.checklist import Reasons
from portal.publishing.models import Release, RowWithdrawal
from portal.publishing.models.ranges import settle_rows
from portal.records.errors import Invalid
from portal.statistics.codes import RUNNING, CheckKind, ObservationKind
from portal.statistics.identities import (
    IDENTITIES,
    SIX_PLACES,
    Figures,
    Outcome,
    differing_from_print,
    named_things,
    never_falls,
    revised,
    within_denominator,
)
from portal.statistics.models import Check, CheckOperand, CheckResult, Observation, Series
from portal.statistics.models.observation import ObservationQuerySet
from portal.statistics.named_things import named_by

#: Why a failure that a withdrawal brings to light is public, in Chinese and English.
NOT_EXPLAINED = (
    "有关的一次发布撤回后重新核对所得，责任部门尚未说明原因。",
    "Found when a release was withdrawn and the figures that remain were checked anew; not explained yet.",
)


def evaluate(release: Release, *, at: dt.datetime | None = None) -> None:
    """Check the release's figures against every identity they take part in, and store the results in the release.

    They are checked together with figures in force at `at`, or now if that is later. A result is public when its
    release and all its figures are. Stored results that have not changed stay as they are, and the reason for a failure
    stays while the failure is the same.
    """
    stored = list(release.checkresults.prefetch_related("operands"))
    results = _results(release, at, stored)
    new = {(_found(result), tuple((role, one.pk) for role, one in operands)) for result, operands in results}
    old = {
        (_found(result), tuple((one.role, one.observation_id) for one in result.operands.all()))
        for result in stored
    }
    if new == old:
        return
    release.checkresults.all().delete()
    _store(results)


def _found(result: CheckResult) -> tuple:
    """What a result says, apart from the figures used."""
    return (
        result.key,
        result.kind,
        result.check_rule_id,
        result.stated,
        result.computed,
        result.difference,
        result.state,
        result.doubt,
        tuple(result.named),
    )


def outcomes(release: Release, *, at: dt.datetime | None = None) -> list[CheckResult]:
    """The results that `evaluate` would store, failures first, unsaved; each with its earlier reason.

    Ready to show except for breakdown names. `pk` is that of the stored result with the same key, if any; `departments`
    are those of its figures.
    """
    stored = list(release.checkresults.all())
    numbers = {result.key: result.pk for result in stored}
    results = []
    for result, operands in _results(release, at, stored):
        result.pk = numbers.get(result.key)
        result.used = [figure for _role, figure in operands]
        result.departments = {figure.series.indicator.department_id for figure in result.used}
        results.append(result)
    return sorted(results, key=lambda result: (result.state, -result.period_end.toordinal(), result.key))


def explain(release: Release, reasons: Reasons, seen: Reasons | None = None) -> None:
    """Store the reasons with the stored failures. Raises Invalid if a failure has none, or as `set_reasons`."""
    failures = list(release.checkresults.failed())
    for failure in failures:
        if failure.key in reasons:
            set_reasons(failure, reasons[failure.key], seen and seen.get(failure.key))
    silent = [str(failure) for failure in failures if not (failure.reason_zh and failure.reason_en)]
    if silent:
        raise Invalid(
            _(
                "Give the reason in Chinese and English for publishing despite these failed checks: %(checks)s."
            )
            % {"checks": _(", ").join(silent)}
        )
    CheckResult.objects.bulk_update(failures, ["reason_zh", "reason_en"])


def set_reasons(failure: CheckResult, given: tuple[str, str], seen: tuple[str, str] | None) -> None:
    """Set the changed reasons. Invalid if they would replace a text that the official has not seen.

    `seen`: the reasons shown when these were written; None: whatever is stored.
    """
    for number, name in enumerate(("reason_zh", "reason_en")):
        words, stored = plain(given[number]), plain(getattr(failure, name))
        before = plain(seen[number]) if seen else stored
        if words == before:
            continue
        if stored not in (before, words):
            raise Invalid(
                _(
                    "%(check)s: somebody else has saved another reason since you opened this page: “%(words)s”. "
                    "Saving again replaces it with the text below."
                )
                % {"check": failure, "words": stored}
            )
        setattr(failure, name, words)


def plain(words: str) -> str:
    """The text as stored, with plain line breaks; browsers submit CRLF."""
    return words.replace("\r\n", "\n").strip()


def check_anew(release: Release) -> None:
    """Once a release is withdrawn whole, check the figures that remain, and store what they have only without its own.

    The results belong to the releases of the figures checked, in force from the withdrawal on. Nobody has explained a
    failure yet, and its reason says so.
    """
    at = release.withdrawn_at
    if release.state != Release.State.WITHDRAWN or at is None:
        return
    whole = Observation.objects.select_related("series__indicator__unit", "series__area", "release")
    if not (ended := list(whole.filter(release=release, superseded_at=at))):
        return
    rules = _rules_about(ended)
    known = whole.known_at(at)
    remaining = list(known.filter(compared_with(ended, rules, known)))
    before = {_operands(one) for one in _compared(rules, [*ended, *remaining])}
    found = [one for one in _compared(rules, remaining) if _operands(one) not in before]
    results = [(_anew(outcome, at), outcome.operands) for outcome in found]
    _store(results)
    for changed in {result.release_id: result.release for result, _operands in results}.values():
        settle_rows(CheckResult, changed, changed.released_at)


def _anew(outcome: Outcome, at: dt.datetime) -> CheckResult:
    result = _result(outcome, outcome.figure.release)
    result.rechecked_at = result.released_at = at
    if not result.passed:
        result.reason_zh, result.reason_en = NOT_EXPLAINED
    return result


def _rules_about(figures: list[Observation]) -> list[Check]:
    """The declared checks in which a figure of these takes part."""
    rules = Check.objects.filter(terms__series__in={figure.series_id for figure in figures})
    return list(rules.exclude(kind=CheckKind.COUNT).distinct().prefetch_related("terms"))


def _store(results: list[tuple[CheckResult, list[tuple[str, Observation]]]]) -> None:
    CheckResult.objects.bulk_create((result for result, _operands in results), batch_size=1000)
    operands = (
        CheckOperand(result=result, observation=figure, role=role, order=order)
        for result, operands in results
        for order, (role, figure) in enumerate(operands)
    )
    CheckOperand.objects.bulk_create(operands, batch_size=1000)


def _result(outcome: Outcome, release: Release) -> CheckResult:
    figure = outcome.figure
    return CheckResult(
        release=release,
        key=outcome.key,
        kind=outcome.kind,
        check_rule=outcome.rule,
        series=figure.series,
        period_start=figure.period_start,
        period_end=figure.period_end,
        stated=figure.value,
        computed=outcome.computed.quantize(SIX_PLACES),
        difference=outcome.difference,
        passed=outcome.passed,
        state=outcome.state,
        doubt=outcome.doubt or "",
        named=list(outcome.named),
    )


def _results(
    release: Release, at: dt.datetime | None, stored: list[CheckResult]
) -> list[tuple[CheckResult, list[tuple[str, Observation]]]]:
    """Unsaved results, each with its figures by role; the reason given for the same failure stays."""
    now = timezone.now()
    reasons = {(one.key, one.stated, one.computed): (one.reason_zh, one.reason_en) for one in stored}
    results = []
    for outcome in _outcomes(release, max(at or now, now)):
        result = _result(outcome, release)
        same_failure = result.key, result.stated, result.computed
        result.reason_zh, result.reason_en = reasons.get(same_failure, ("", ""))
        results.append((result, outcome.operands))
    return results


def _outcomes(release: Release, at: dt.datetime) -> Iterator[Outcome]:
    """The outcomes of all identities that involve a figure of the release, or things that it names.

    Where it withdraws figures, also those that the remaining ones have only without them.
    """
    whole = Observation.objects.select_related("series__indicator__unit", "series__area")
    own = list(whole.filter(release=release))
    withdrawn = list(whole.filter(pk__in=RowWithdrawal.objects.rows_of(release, Observation)))
    yield from _counts(release, at)
    if not (own or withdrawn):
        return
    concerned = [*own, *withdrawn]
    rules = _rules_about(concerned)
    known = whole.known_at(at).exclude(release=release).exclude(pk__in=[figure.pk for figure in withdrawn])
    known = list(known.filter(compared_with(concerned, rules, known)))
    versions = {figure.version for figure in own}
    others = [figure for figure in known if figure.version not in versions]
    found = _compared(rules, [*own, *others])
    if withdrawn:
        before_it = {_operands(one) for one in _compared(rules, [*withdrawn, *others])}
        yield from (one for one in found if not _has(one, own) and _operands(one) not in before_it)
    before = {figure.version: figure for figure in known}
    is_correction = release.kind == Release.Kind.CORRECTION
    found += differing_from_print(own, before if is_correction else {})
    if not is_correction:
        found += revised(own, before)
    yield from (one for one in found if _has(one, own))


def _compared(rules: list[Check], among: list[Observation]) -> list[Outcome]:
    figures = Figures(among)
    found = [outcome for rule in rules for outcome in IDENTITIES[CheckKind(rule.kind)](rule, figures)]
    return [*found, *never_falls(figures), *within_denominator(figures)]


def _operands(outcome: Outcome) -> tuple:
    return outcome.key, frozenset((role, figure.pk) for role, figure in outcome.operands)


def _has(outcome: Outcome, own: list[Observation]) -> bool:
    mine = {figure.pk for figure in own}
    return any(figure.pk in mine for _role, figure in outcome.operands)


def compared_with(own: list[Observation], rules: list[Check], known: ObservationQuerySet) -> Q:
    """Those of the known figures that an identity may compare with the release's own, however long their history is.

    Figures are compared with those of the same last day; in series that agree, with those of the same year, since they
    may turn out to be in different units; in a running total, with the one before and the one after.
    """
    own_series = {figure.series_id for figure in own}
    terms = {term.series_id for rule in rules for term in rule.terms.all()}
    agreeing = {term.series_id for rule in rules if rule.kind == CheckKind.AGREE for term in rule.terms.all()}
    ends = {figure.period_end for figure in own}
    same_day = Q(series__in=own_series | terms | _denominators(own), period_end__in=ends)
    same_year = Q(series__in=agreeing, period_end__year__in={end.year for end in ends})
    running = [figure.pk for figure in own if figure.is_result and figure.series.indicator.basis in RUNNING]
    return same_day | same_year | Q(pk__in=_neighbours(running, known))


def _neighbours(running: list[int], known: ObservationQuerySet) -> set[int]:
    """The known results just before and just after each of the running totals with these ids."""
    # either all figures of a series have a first day, or none
    start = Q(period_start=OuterRef("period_start")) | Q(period_start__isnull=True)
    run = known.filter(start, series=OuterRef("series"), kind=ObservationKind.ACTUAL, value__isnull=False)
    before = run.filter(period_end__lt=OuterRef("period_end")).order_by("-period_end").values("pk")[:1]
    after = run.filter(period_end__gt=OuterRef("period_end")).order_by("period_end").values("pk")[:1]
    rows = Observation.objects.filter(pk__in=running).order_by()
    return {pk for pair in rows.values_list(Subquery(before), Subquery(after)) for pk in pair if pk}


def _denominators(own: list[Observation]) -> set[int]:
    """The series of their denominators, and of the counts whose denominators they are, in the same areas."""
    indicators = {figure.series.indicator for figure in own}
    denominators = {indicator.denominator_id for indicator in indicators} - {None}
    related = Q(indicator__in=denominators) | Q(indicator__denominator__in=indicators)
    areas = {figure.series.area_id for figure in own}
    return set(Series.objects.filter(related, area__in=areas).values_list("pk", flat=True))


def _counts(release: Release, at: dt.datetime) -> Iterator[Outcome]:
    """The numbers that a document states against the things that it names. Its corrections belong to it."""
    root = release.corrects or release
    corrections = Release.objects.filter(Q(pk=root.pk) | Q(corrects=root)).known_at(at)
    document = {release.pk, *corrections.values_list("pk", flat=True)}
    rules = Check.objects.filter(kind=CheckKind.COUNT, terms__series__observations__release__in=document)
    if not (rules := list(rules.distinct().prefetch_related("terms"))):
        return
    terms = {term.series_id for rule in rules for term in rule.terms.all()}
    rows = Observation.objects.select_related("series__indicator__unit", "series__area")
    own = list(rows.filter(release=release, series__in=terms))
    versions = {figure.version for figure in own}
    known = rows.known_at(at).filter(release__in=document, series__in=terms).exclude(release=release)
    known = known.exclude(pk__in=RowWithdrawal.objects.rows_of(release, Observation))
    stated = [*own, *(figure for figure in known if figure.version not in versions)]
    names, own_names = named_by(rules, document), named_by(rules, {release.pk})
    for rule in rules:
        for outcome in named_things(rule, stated, names[rule.counts]) if rule.counts in names else ():
            if outcome.figure.release_id == release.pk or rule.counts in own_names:
                yield outcome
