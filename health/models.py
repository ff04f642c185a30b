"""Health programmes and the indicators that measure them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.publishing.models import Release
from portal.publishing.models.content import OrdinaryContent, OrdinaryContentQuerySet
from portal.publishing.triggers import SWITCHED_PUBLIC
from portal.records.described import described_triggers
from portal.records.fields import Localized, code_validator
from portal.records.history import audited, never_truncated
from portal.records.search_index import Searched, in_both
from portal.staff.models import Department
from portal.statistics.models import Indicator
from portal.web.data_version import public_change

SEARCHED = Searched(
    titles=in_both("name"), names=("aliases", "former_names"), texts=in_both("for_whom", "offer")
)
#: SQL condition for a figure of a public programme, for `public_change`.
OF_PUBLIC_PROGRAMME = f"""EXISTS (
    SELECT FROM health_healthprogramme p WHERE p.id = {{row}}.programme_id AND {SWITCHED_PUBLIC.format(row="p")})"""


def codes_field(label: object, help_text: object) -> ArrayField:
    """Codes of rows that a programme leads to; those that are not public yet are not shown."""
    code = models.CharField(max_length=80, validators=[code_validator])
    return ArrayField(code, default=list, blank=True, verbose_name=label, help_text=help_text)


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
    commitments = codes_field(_("commitments"), _("Codes of the commitments made for it."))
    services = codes_field(_("services"), _("Codes of the services by which residents get it."))
    facilities = codes_field(_("facilities"), _("Codes of the facilities where it is offered."))
    order = models.PositiveIntegerField(_("order"), default=0)
    release = models.ForeignKey(
        Release,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="health_programmes",
        verbose_name=_("source"),
    )
    section = models.CharField(_("section of the source"), max_length=12, blank=True)
    paragraph = models.PositiveSmallIntegerField(_("paragraph of the source"), null=True, blank=True)
    is_public = models.BooleanField(_("public"), default=False)

    objects = HealthProgrammeQuerySet.as_manager()
    searched = SEARCHED

    class Meta:
        ordering = ("order", "code")
        verbose_name = _("health programme")
        verbose_name_plural = _("health programmes")
        indexes = [SEARCHED.index("health_programme_search")]
        triggers = described_triggers(SWITCHED_PUBLIC)

    @property
    def locator(self) -> str:
        """Section and paragraph in the source, such as “3.1 ¶2”; empty if not given."""
        return f"{self.section} ¶{self.paragraph}" if self.section and self.paragraph else self.section


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
