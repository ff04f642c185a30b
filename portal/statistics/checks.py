"""Checks: the figures of a release are tested against identities."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.publishing.checklist import Reasons
from portal.publishing.models import Release
from portal.records.errors import Invalid
from portal.statistics.codes import CheckKind
from portal.statistics.identities import IDENTITIES, Figures, Finding, never_falls, revised
from portal.statistics.models import Check, CheckOperand, CheckResult, Observation


def evaluate(release: Release, *, at: dt.datetime | None = None) -> None:
    """Check the release's figures against every identity they take part in, and store the results in the release.

    They are checked together with figures in force at `at`, or now if that is later. A result is public when its
    release and all its figures are. Stored results that have not changed stay as they are, and the reason for a failure
    stays while the failure is the same.
    """
    findings = list(_findings(release, max(at or timezone.now(), timezone.now())))
    stored = list(_stored(release))
    if set(map(_outcome, findings)) == set(map(_stored_outcome, stored)):
        return
    release.checkresults.all().delete()
    results = _results(release, findings, stored)
    CheckResult.objects.bulk_create(results, batch_size=1000)
    operands = (
        CheckOperand(result=result, observation=figure, role=role, order=order)
        for result, finding in zip(results, findings, strict=True)
        for order, (role, figure) in enumerate(finding.operands)
    )
    CheckOperand.objects.bulk_create(operands, batch_size=1000)


def outcomes(release: Release, *, at: dt.datetime | None = None) -> list[CheckResult]:
    """The results that `evaluate` would store, failures first, unsaved; each with its earlier reason.

    Ready to show except for breakdown names. `pk` is that of the stored result with the same key, if any; `departments`
    are those of its figures.
    """
    stored = list(_stored(release))
    numbers = {result.key: result.pk for result in stored}
    results = _results(release, list(_findings(release, max(at or timezone.now(), timezone.now()))), stored)
    for result in results:
        result.pk = numbers.get(result.key)
    return sorted(results, key=lambda result: (result.passed, -result.period_end.toordinal(), result.key))


def explain(release: Release, reasons: Reasons) -> None:
    """Store the reasons with the stored failures. Raises Invalid if a failure has none."""
    failures = list(release.checkresults.failed())
    for failure in failures:
        if failure.key in reasons:
            failure.reason_zh, failure.reason_en = (words.strip() for words in reasons[failure.key])
    silent = [str(failure) for failure in failures if not (failure.reason_zh and failure.reason_en)]
    if silent:
        raise Invalid(
            _(
                "Give the reason in Chinese and English for publishing despite these failed checks: %(checks)s."
            )
            % {"checks": _(", ").join(silent)}
        )
    CheckResult.objects.bulk_update(failures, ["reason_zh", "reason_en"])


def _results(release: Release, findings: list[Finding], stored: list[CheckResult]) -> list[CheckResult]:
    """The findings as results, each with the reason given for the same failure."""
    reasons = {_failure(result): (result.reason_zh, result.reason_en) for result in stored}
    results = [_result(release, finding) for finding in findings]
    for result, finding in zip(results, findings, strict=True):
        result.departments = {figure.series.indicator.department_id for _, figure in finding.operands}
        result.reason_zh, result.reason_en = reasons.get(_failure(result), ("", ""))
    return results


def _failure(result: CheckResult) -> tuple:
    """Identifies a failure, for its reason."""
    return result.key, result.stated, result.computed


def _stored(release: Release) -> QuerySet:
    return release.checkresults.prefetch_related("operands")


def _outcome(finding: Finding) -> tuple:
    """A finding in comparable form."""
    operands = tuple((role, figure.pk) for role, figure in finding.operands)
    return finding.key, finding.difference, finding.passed, operands


def _stored_outcome(result: CheckResult) -> tuple:
    operands = tuple((operand.role, operand.observation_id) for operand in result.operands.all())
    return result.key, result.difference, result.passed, operands


def _findings(release: Release, at: dt.datetime) -> Iterator[Finding]:
    """All findings that involve a figure of the release."""
    whole = Observation.objects.select_related("series__indicator__unit", "series__area")
    own = list(whole.filter(release=release))
    if not own:
        return iter(())
    mine, series = {figure.pk for figure in own}, {figure.series_id for figure in own}
    rules = Check.objects.filter(terms__series__in=series).distinct().prefetch_related("terms")
    concerned = series.union(term.series_id for rule in rules for term in rule.terms.all())
    known = list(whole.known_at(at).filter(series__in=concerned).exclude(release=release))
    versions = {figure.version for figure in own}
    figures = Figures.of([*own, *(figure for figure in known if figure.version not in versions)])
    everything = [finding for rule in rules for finding in IDENTITIES[CheckKind(rule.kind)](rule, figures)]
    everything += never_falls(figures)
    if release.kind != Release.Kind.CORRECTION:
        everything += revised(own, {figure.version: figure for figure in known})
    return (f for f in everything if any(figure.pk in mine for _, figure in f.operands))


def _result(release: Release, finding: Finding) -> CheckResult:
    figure = finding.figure
    return CheckResult(
        release=release,
        key=finding.key,
        kind=finding.kind,
        check_rule=finding.rule,
        series=figure.series,
        period_start=figure.period_start,
        period_end=figure.period_end,
        stated=figure.value,
        computed=figure.value - finding.difference,
        difference=finding.difference,
        passed=finding.passed,
    )
