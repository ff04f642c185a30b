"""Health programmes with the indicators that measure them, and the registers of accreditations and of sites."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.publishing.models import PrintedRecord
from portal.publishing.models.content import OrdinaryContent, OrdinaryContentQuerySet
from portal.publishing.models.released import ReleasedQuerySet, known_once, released_triggers
from portal.publishing.triggers import SWITCHED_PUBLIC
from portal.records.described import described_triggers
from portal.records.fields import Localized, code_validator
from portal.records.history import audited, never_truncated
from portal.records.search_index import Searched, in_both
from portal.services.models.content import codes_of
from portal.staff.models import Department
from portal.statistics.models import Indicator
from portal.web.data_version import public_change
from portal.web.days import YEARS

SEARCHED = Searched(
    titles=in_both("name"), names=("aliases", "former_names"), texts=in_both("for_whom", "offer")
)
#: SQL condition for a figure of a public programme, for `public_change`.
OF_PUBLIC_PROGRAMME = f"""EXISTS (
    SELECT FROM health_healthprogramme p WHERE p.id = {{row}}.programme_id AND {SWITCHED_PUBLIC.format(row="p")})"""


class HealthProgrammeQuerySet(OrdinaryContentQuerySet):
    """QuerySet words for health programmes."""

    def for_list(self) -> "HealthProgrammeQuerySet":
        """Ready to render in a list."""
        return self.select_related("department", "release").order_by("order", "code")


@audited
class HealthProgramme(OrdinaryContent):
    """What the health office does for a group of people: a check-up, a screening, a subsidy, an inspection.

    It states no figure: it names the indicators that measure it, each in a role, and the commitments made for it.
    """

    described = ("name", "for_whom", "offer")

    class Kind(models.TextChoices):
        CARE = "care", _("health service")
        SCREENING = "screening", _("check-up and screening")
        SUPPORT = "support", _("subsidy and support")
        SUPERVISION = "supervision", _("visit and inspection")
        CAPACITY = "capacity", _("clinics and staff")
        EPIDEMIC = "epidemic", _("epidemic control")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="health_programmes", verbose_name=_("department")
    )
    for_whom_zh = models.CharField(_("for whom (Chinese)"), max_length=200, blank=True)
    for_whom_en = models.CharField(_("for whom (English)"), max_length=300, blank=True)
    for_whom = Localized("for_whom")
    offer_zh = models.TextField(_("what is done (Chinese)"))
    offer_en = models.TextField(_("what is done (English)"))
    offer = Localized("offer")
    commitments = codes_of(_("commitments"), help_text=_("Codes of the commitments made for it."))
    services = codes_of(_("services"), help_text=_("Codes of the services by which residents get it."))
    facilities = codes_of(_("facilities"), help_text=_("Codes of the facilities where it is offered."))
    order = models.PositiveIntegerField(_("order"), default=0)
    is_public = models.BooleanField(_("public"), default=False)

    objects = HealthProgrammeQuerySet.as_manager()
    searched = SEARCHED

    class Meta:
        ordering = ("order", "code")
        verbose_name = _("health programme")
        verbose_name_plural = _("health programmes")
        indexes = [SEARCHED.index("health_programme_search")]
        triggers = described_triggers(SWITCHED_PUBLIC)


@audited
class ProgrammeFigure(models.Model):
    """An indicator of a health programme, in the role that its figures play there.

    `why` says why its newest figure stands on the page of the sector; without it the figure is shown with the programme
    only.
    """

    class Role(models.TextChoices):
        SESSIONS = "sessions", _("sessions")
        PERSONS = "persons", pgettext_lazy("role of a figure", "persons")
        ELIGIBLE = "eligible", _("persons found eligible")
        HOUSEHOLDS = "households", pgettext_lazy("role of a figure", "households")
        ITEMS = "items", _("things given or bought")
        MONEY = "money", pgettext_lazy("role of a figure", "money")
        SITES = "sites", _("hospitals and sites")
        NUMERATOR = "numerator", _("numerator")
        DENOMINATOR = "denominator", _("denominator")
        RATE = "rate", pgettext_lazy("role of a figure", "rate")
        OTHER = "other", _("other counts")
        FOUND = "found", _("problems found")
        RECTIFIED = "rectified", _("problems put right")

    programme = models.ForeignKey(
        HealthProgramme, models.PROTECT, related_name="figures", verbose_name=_("health programme")
    )
    role = models.CharField(_("role"), max_length=12, choices=Role)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name=_("indicator"))
    why_zh = models.CharField(
        _("why it is a headline figure (Chinese)"),
        max_length=200,
        blank=True,
        help_text=_("Only for figures shown first on the page of the sector."),
    )
    why_en = models.CharField(_("why it is a headline figure (English)"), max_length=300, blank=True)
    why = Localized("why")
    order = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        ordering = ("programme", "order", "id")
        verbose_name = _("figure of a health programme")
        verbose_name_plural = _("figures of health programmes")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "role", "indicator"],
                name="programme_figure_once",
                violation_error_message=_("The programme already has this indicator in this role."),
            ),
            models.UniqueConstraint(
                fields=["programme", "role"],
                condition=Q(role__in=["numerator", "denominator"]),
                name="programme_one_numerator_and_denominator",
                violation_error_message=_("A programme has one numerator and one denominator."),
            ),
        ]
        triggers = [
            public_change(when=OF_PUBLIC_PROGRAMME, part_of=("programme_id", "health_healthprogramme")),
            never_truncated(),
        ]

    def __str__(self) -> str:
        return f"{self.programme} · {self.get_role_display()} · {self.indicator}"


class AccreditationQuerySet(ReleasedQuerySet):
    """QuerySet words for accreditations."""

    def for_list(self) -> "AccreditationQuerySet":
        """Ready to render in a list."""
        return self.select_related("department", "release", "section")


@audited
class Accreditation(PrintedRecord):
    """What an institution was accredited as, or is working towards: standard, level, year, and who awards it.

    Institutions that the document names are entered one by one; others together, with their number. Nothing follows
    from being guided towards a standard: only `reached` says that it was.
    """

    version_key = ("code",)
    printed_numbers = ("number",)

    class Level(models.TextChoices):
        NATIONAL = "national", _("national")
        PROVINCIAL = "provincial", _("provincial")
        MUNICIPAL = "municipal", _("municipal")
        DISTRICT = "district", pgettext_lazy("level of an accreditation", "district")

    class State(models.TextChoices):
        WORKING = "working", _("being worked towards, result not reported")
        REACHED = "reached", _("reached")
        LOST = "lost", _("no longer held")

    code = models.CharField(
        _("code"),
        max_length=80,
        validators=[code_validator],
        help_text=_("The same in every release that tells of this accreditation."),
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="accreditations", verbose_name=_("department")
    )
    standard_zh = models.CharField(_("standard (Chinese)"), max_length=200)
    standard_en = models.CharField(_("standard (English)"), max_length=300)
    standard = Localized("standard")
    level = models.CharField(_("level"), max_length=10, choices=Level)
    state = models.CharField(_("state"), max_length=8, choices=State)
    holder_zh = models.CharField(_("institution (Chinese)"), max_length=200)
    holder_en = models.CharField(_("institution (English)"), max_length=300)
    holder = Localized("holder")
    facility = models.CharField(
        _("facility"),
        max_length=80,
        blank=True,
        validators=[code_validator],
        help_text=_("The code of the institution among the facilities, if the document names it."),
    )
    number = models.PositiveIntegerField(
        _("number of institutions"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Only where the document gives their number instead of their names."),
    )
    body_zh = models.CharField(_("awarded by (Chinese)"), max_length=200, blank=True)
    body_en = models.CharField(_("awarded by (English)"), max_length=300, blank=True)
    body = Localized("body")
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)

    objects = AccreditationQuerySet.as_manager()

    class Meta:
        ordering = ("code", "id")
        verbose_name = _("accreditation")
        verbose_name_plural = _("accreditations")
        constraints = [
            models.CheckConstraint(
                name="accreditation_named_or_counted",
                condition=Q(facility="") | Q(number__isnull=True),
                violation_error_message=_("An institution is named or counted, not both."),
            ),
            models.CheckConstraint(
                name="accreditation_counts_something",
                condition=Q(number__isnull=True) | Q(number__gte=1),
                violation_error_message=_("Leave the number empty rather than zero."),
            ),
            models.CheckConstraint(
                name="accreditation_of_a_plausible_year",
                condition=Q(year__isnull=True) | Q(year__gte=YEARS[0], year__lte=YEARS[-1]),
            ),
            models.UniqueConstraint(
                fields=["release", "code"],
                name="accreditation_once_in_release",
                violation_error_message=_("The release already states this accreditation."),
            ),
            known_once("accreditation_known_once", "code"),
        ]
        triggers = released_triggers(
            "health_accreditation", ("code",), department="(part ->> 'department_id')::bigint"
        )

    def __str__(self) -> str:
        return f"{self.holder} · {self.standard}"


class SiteOperationQuerySet(ReleasedQuerySet):
    """QuerySet words for the operation of sites."""

    def for_list(self) -> "SiteOperationQuerySet":
        """Ready to render in a list."""
        return self.select_related("department", "release", "section")


@audited
class SiteOperation(PrintedRecord):
    """From when to when a clinic, hospital or sampling point was in operation, as far as a release states it.

    A day that is not stated stays empty: an open end says nothing about whether the site is still there.
    """

    version_key = ("site",)

    site = models.CharField(
        _("site"), max_length=80, validators=[code_validator], help_text=_("The code of the facility.")
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="site_operations", verbose_name=_("department")
    )
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = SiteOperationQuerySet.as_manager()

    class Meta:
        ordering = ("site", "id")
        verbose_name = _("operation of a site")
        verbose_name_plural = _("operation of sites")
        constraints = [
            models.CheckConstraint(
                name="site_operation_states_a_day",
                condition=Q(opened_on__isnull=False) | Q(closed_on__isnull=False),
                violation_error_message=_("State the first or the last day of operation."),
            ),
            models.CheckConstraint(
                name="site_operation_days_in_order",
                condition=Q(opened_on__isnull=True)
                | Q(closed_on__isnull=True)
                | Q(opened_on__lte=models.F("closed_on")),
                violation_error_message=_("A site does not close before it opens."),
            ),
            models.UniqueConstraint(
                fields=["release", "site"],
                name="site_operation_once_in_release",
                violation_error_message=_("The release already states the operation of this site."),
            ),
            known_once("site_operation_known_once", "site"),
        ]
        triggers = released_triggers(
            "health_siteoperation", ("site",), department="(part ->> 'department_id')::bigint"
        )

    def __str__(self) -> str:
        return self.site
