"""Dated rules of eligibility. A rule is released: it is never rewritten, only superseded."""

import datetime as dt
from collections.abc import Iterable

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from portal.publishing.models import PrintedRecord
from portal.publishing.models.released import TstzRange, known_once, released_triggers
from portal.records.described import Described, described_triggers
from portal.records.fields import Localized, code_validator
from portal.records.history import audited
from portal.staff.models import Department
from portal.statistics.models.fixed import fixed_by_release
from welfare.models.codes import codes_field
from welfare.models.scheme import OF_SCHEME, Scheme

VERSION_KEY = ("scheme_id", "code")
#: Whether a released rule names the condition by its code.
RULES_BY_CODE = """EXISTS (
    SELECT FROM welfare_rule r WHERE r.released_at IS NOT NULL
    AND ({row}.code = ANY (r.more_groups) OR {row}.code = ANY (r.more_conditions)))"""
RULE_KEY = ("scheme_id", "version", "code")


class ConditionQuerySet(models.QuerySet):
    """QuerySet words of conditions."""

    def released(self, at: dt.datetime) -> "ConditionQuerySet":
        """Those on which a rule published by that time depends."""
        rules = Rule.objects.released(at)
        named = Q(pk__in=rules.values("group")) | Q(pk__in=rules.values("condition"))
        for name in ("more_groups", "more_conditions"):
            each = Func(F(name), function="unnest", output_field=models.CharField(), set_returning=True)
            named |= Q(code__in=rules.annotate(one=each).values("one"))
        return self.filter(named)


@audited
class Condition(Described):
    """What a rule asks of a person: to be in a group, or a circumstance such as treatment outside the city.

    `part_of`: the group that contains this one by its own words. No definition: the releases give none.
    """

    class Kind(models.TextChoices):
        GROUP = "group", _("group of people")
        CIRCUMSTANCE = "circumstance", _("circumstance")

    described = ("name", "definition", "question", "part_of")

    code = models.CharField(_("code"), max_length=80, unique=True, validators=[code_validator])
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="conditions", verbose_name=_("department")
    )
    definition_zh = models.TextField(_("definition (Chinese)"), blank=True)
    definition_en = models.TextField(_("definition (English)"), blank=True)
    definition = Localized("definition")
    question_zh = models.CharField(_("question (Chinese)"), max_length=200, blank=True)
    question_en = models.CharField(_("question (English)"), max_length=300, blank=True)
    question = Localized("question")
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )

    objects = ConditionQuerySet.as_manager()

    class Meta:
        ordering = ("code",)
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        constraints = [
            models.CheckConstraint(
                name="condition_not_part_of_itself",
                condition=Q(part_of__isnull=True) | ~Q(part_of=F("pk")),
                violation_error_message=_("A group is not a part of itself."),
            ),
            models.CheckConstraint(
                name="condition_circumstance_is_asked",
                condition=Q(kind="group") | ~Q(question_zh="") & Q(part_of__isnull=True),
                violation_error_message=_("A circumstance has a question, and is part of no group."),
            ),
        ]
        triggers = [
            fixed_by_release("code", rests=RULES_BY_CODE, name="condition_fixed_by_release"),
            *described_triggers(),
        ]


class DayRange(Func):
    """PostgreSQL's daterange(first, last, '[]'), open where an end is null."""

    function = "DATERANGE"
    output_field = DateRangeField()


@audited
class SchemeVersion(PrintedRecord):
    """The rules of a scheme as they held from one day to another in the world.

    `known_from`: where the first day is not printed, the first day for which the release shows that the version held;
    before it, nobody said. A version may keep an earlier one for people who were in before (新人新办法，老人老办法):
    from `transition_from` to `transition_to`, whoever enrolled before `newcomers_from` stays under `earlier`.
    """

    version_key = VERSION_KEY

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="versions", verbose_name=_("scheme"))
    code = models.CharField(_("code"), max_length=80, validators=[code_validator])
    name_zh = models.CharField(_("name (Chinese)"), max_length=100)
    name_en = models.CharField(_("name (English)"), max_length=200)
    name = Localized("name")
    valid_from = models.DateField(
        _("in effect from"), null=True, blank=True, help_text=_("Empty if it is not printed.")
    )
    known_from = models.DateField(
        _("known in effect from"),
        null=True,
        blank=True,
        help_text=_("Where the first day is not printed: the first day for which the release shows it."),
    )
    valid_to = models.DateField(_("in effect to"), null=True, blank=True)
    earlier = models.CharField(
        _("earlier version for old members"), max_length=80, blank=True, validators=[code_validator]
    )
    transition_from = models.DateField(_("transition from"), null=True, blank=True)
    transition_to = models.DateField(_("transition to"), null=True, blank=True)
    newcomers_from = models.DateField(
        _("newcomers enrolled from"),
        null=True,
        blank=True,
        help_text=_("Empty if the release does not say who is a newcomer."),
    )

    class Meta:
        ordering = ("scheme", F("valid_from").asc(nulls_first=True), "id")
        verbose_name = _("version of a scheme")
        verbose_name_plural = _("versions of schemes")
        constraints = [
            models.CheckConstraint(
                name="scheme_version_days_in_order",
                condition=(
                    Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to"))
                )
                & (Q(known_from__isnull=True) | Q(valid_to__isnull=True) | Q(known_from__lte=F("valid_to"))),
                violation_error_message=_("The first day of a version is not after its last."),
            ),
            models.CheckConstraint(
                name="scheme_version_one_start",
                condition=Q(valid_from__isnull=True) | Q(known_from__isnull=True),
                violation_error_message=_("Give the printed first day, or the day from which it is known."),
            ),
            models.CheckConstraint(
                name="scheme_version_whole_transition",
                condition=Q(
                    earlier="",
                    transition_from__isnull=True,
                    transition_to__isnull=True,
                    newcomers_from__isnull=True,
                )
                | ~Q(earlier="")
                & ~Q(earlier=F("code"))
                & Q(transition_from__isnull=False, transition_to__isnull=False)
                & Q(transition_from__lte=F("transition_to")),
                violation_error_message=_(
                    "A transition needs an earlier version and its first and last day."
                ),
            ),
            models.UniqueConstraint(
                fields=["release", "scheme", "code"],
                name="scheme_version_once_in_release",
                violation_error_message=_("The release already states this version."),
            ),
            known_once("scheme_version_known_once", "scheme", "code"),
            ExclusionConstraint(
                name="scheme_version_one_on_a_day",
                expressions=[
                    ("scheme", RangeOperators.EQUAL),
                    (DayRange("valid_from", "valid_to", Value("[]")), RangeOperators.OVERLAPS),
                    (TstzRange("released_at", "superseded_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(released_at__isnull=False),
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("Two versions of a scheme would be in effect on the same day."),
            ),
        ]
        triggers = released_triggers("welfare_schemeversion", VERSION_KEY, department=OF_SCHEME)

    def __str__(self) -> str:
        return f"{self.scheme} · {self.name}"


@audited
class Rule(PrintedRecord):
    """One rule of a version: whoever is in one of the groups, and meets every condition, has the benefit.

    `every_group`: whoever is in all of them; `any_condition`: one condition is enough. `group` and `condition` are the
    first ones, `more_groups` and `more_conditions` the codes of the others.
    `clause`: what the release says, in our words; `benefit`: its code, equal in all rules that give the same.
    """

    version_key = RULE_KEY

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="rules", verbose_name=_("scheme"))
    version = models.CharField(
        _("version of the scheme"), max_length=80, validators=[code_validator], help_text=_("Its code.")
    )
    code = models.CharField(_("code"), max_length=80, validators=[code_validator])
    group = models.ForeignKey(
        Condition, models.PROTECT, related_name="rules", verbose_name=_("group of people")
    )
    condition = models.ForeignKey(
        Condition,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="conditional_rules",
        verbose_name=_("condition"),
    )
    more_groups = codes_field(_("further groups"), help_text=_("Codes. One of the groups is enough."))
    every_group = models.BooleanField(_("in all the groups at once"), default=False)
    more_conditions = codes_field(
        _("further conditions"), help_text=_("Codes. Every condition has to be met.")
    )
    any_condition = models.BooleanField(_("one of the conditions is enough"), default=False)
    benefit = models.CharField(_("code of the benefit"), max_length=80, validators=[code_validator])
    benefit_zh = models.CharField(_("benefit (Chinese)"), max_length=200)
    benefit_en = models.CharField(_("benefit (English)"), max_length=300)
    benefit_name = Localized("benefit")
    clause_zh = models.TextField(_("clause (Chinese)"))
    clause_en = models.TextField(_("clause (English)"))
    clause = Localized("clause")

    class Meta:
        ordering = ("scheme", "version", "id")
        verbose_name = _("rule of eligibility")
        verbose_name_plural = _("rules of eligibility")
        constraints = [
            models.UniqueConstraint(
                fields=["release", "scheme", "version", "code"],
                name="rule_once_in_release",
                violation_error_message=_("The release already states this rule."),
            ),
            models.CheckConstraint(
                name="rule_condition_is_another",
                condition=Q(condition__isnull=True) | ~Q(condition=F("group")),
                violation_error_message=_("The condition is the group itself."),
            ),
            models.CheckConstraint(
                name="rule_more_after_the_first",
                condition=Q(more_conditions=[]) | Q(condition__isnull=False),
                violation_error_message=_("Name a first condition before further ones."),
            ),
            known_once("rule_known_once", "scheme", "version", "code"),
        ]
        triggers = released_triggers("welfare_rule", RULE_KEY, department=OF_SCHEME)

    def __str__(self) -> str:
        return f"{self.scheme} · {self.version} · {self.group}"

    @property
    def group_codes(self) -> list[str]:
        return [self.group.code, *self.more_groups]

    @property
    def condition_codes(self) -> list[str]:
        return [self.condition.code, *self.more_conditions] if self.condition else []


def attach_conditions(rules: Iterable[Rule]) -> list[Rule]:
    """The rules, each with its `groups` and `conditions` as rows, in the order in which it names them; one query."""
    rules = list(rules)
    more = {code for rule in rules for code in (*rule.more_groups, *rule.more_conditions)}
    found = {one.code: one for one in Condition.objects.filter(code__in=more)}
    for rule in rules:
        rule.groups = [rule.group, *(found[code] for code in rule.more_groups if code in found)]
        first = [rule.condition] if rule.condition else []
        rule.conditions = first + [found[code] for code in rule.more_conditions if code in found]
    return rules
