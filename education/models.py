"""Awards that schools and teaching have won, schools and kindergartens, and the networks in which they work."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.areas.models import Area
from portal.publishing.models import PrintedRecord
from portal.publishing.models.released import known_once, released_triggers
from portal.records.fields import Localized, code_validator
from portal.records.history import audited
from portal.records.search_index import Searched, in_both
from portal.staff.models import Department
from portal.web.numbers import exact, with_unit

VERSION_KEY = ("code",)
OWN_DEPARTMENT = "(part ->> 'department_id')::bigint"
AWARD_SEARCHED = Searched(titles=in_both("name"), texts=in_both("work", "contest", "body"))
NETWORK_SEARCHED = Searched(titles=in_both("name"), texts=in_both("about"))
SCHOOL_SEARCHED = Searched(titles=in_both("name"), texts=in_both("note"))
#: The years of an award; what else is entered is a slip of the pen.
FIRST_YEAR, LAST_YEAR = 1949, 2100


@audited
class Award(PrintedRecord):
    """A prize for teaching, a school or a course team, as a release states it; never one for a single person.

    Year, rank and awarding body are empty where the release does not state them.
    """

    class Level(models.TextChoices):
        NATIONAL = "national", _("national")
        PROVINCIAL = "provincial", _("provincial")
        CITY = "city", _("of the city")
        DISTRICT = "district", _("of the district")

    class Rank(models.TextChoices):
        GRAND = "grand", _("grand prize")
        FIRST = "first", _("first prize")
        SECOND = "second", _("second prize")
        THIRD = "third", _("third prize")
        MERIT = "merit", _("award of merit")

    version_key = VERSION_KEY

    code = models.CharField(_("code"), max_length=80, validators=[code_validator])
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="awards", verbose_name=_("department")
    )
    name_zh = models.CharField(_("award (Chinese)"), max_length=100)
    name_en = models.CharField(_("award (English)"), max_length=200)
    name = Localized("name")
    level = models.CharField(_("level"), max_length=12, choices=Level)
    rank = models.CharField(
        _("rank"), max_length=8, choices=Rank, blank=True, help_text=_("Empty if it is not stated.")
    )
    year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, help_text=_("Empty if it is not stated.")
    )
    work_zh = models.CharField(_("awarded for (Chinese)"), max_length=200, blank=True)
    work_en = models.CharField(_("awarded for (English)"), max_length=300, blank=True)
    work = Localized("work")
    contest_zh = models.CharField(_("contest (Chinese)"), max_length=100, blank=True)
    contest_en = models.CharField(_("contest (English)"), max_length=200, blank=True)
    contest = Localized("contest")
    body_zh = models.CharField(_("awarding body (Chinese)"), max_length=100, blank=True)
    body_en = models.CharField(_("awarding body (English)"), max_length=200, blank=True)
    body = Localized("body")

    searched = AWARD_SEARCHED

    class Meta:
        ordering = ("code", "id")
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        indexes = [AWARD_SEARCHED.index("award_search")]
        constraints = [
            models.CheckConstraint(
                name="award_year_is_plausible",
                condition=Q(year__isnull=True) | Q(year__range=(FIRST_YEAR, LAST_YEAR)),
                violation_error_message=_("Write the year of the award with four digits."),
            ),
            models.UniqueConstraint(
                fields=["release", "code"],
                name="award_once_in_release",
                violation_error_message=_("The release already states this award."),
            ),
            known_once("award_known_once", "code"),
        ]
        triggers = released_triggers("education_award", VERSION_KEY, department=OWN_DEPARTMENT)

    def __str__(self) -> str:
        return self.name


@audited
class School(PrintedRecord):
    """A school or kindergarten as a release describes it on a day: level, works, places, sports ground.

    What the release does not say is empty, and shown as not published.
    """

    class Level(models.TextChoices):
        KINDERGARTEN = "kindergarten", _("kindergarten")
        PRIMARY = "primary", _("primary school")
        JUNIOR = "junior", _("junior secondary school")
        NINE_YEAR = "nine_year", _("nine-year school")
        SENIOR = "senior", _("senior secondary school")
        VOCATIONAL = "vocational", _("vocational school")
        SPECIAL = "special", _("special school")

    class Works(models.TextChoices):
        NEW = "new", _("newly built")
        EXTENSION = "extension", _("extended")
        RENOVATION = "renovation", _("renovated")
        NONE = "none", _("no works")

    class SportsGround(models.TextChoices):
        OPEN = "open", _("open to the public")
        CLOSED = "closed", _("not open to the public")

    version_key = VERSION_KEY
    printed_numbers = ("places", "places_planned", "places_added")

    code = models.CharField(_("code"), max_length=80, validators=[code_validator])
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="schools", verbose_name=_("department")
    )
    name_zh = models.CharField(_("name (Chinese)"), max_length=100)
    name_en = models.CharField(_("name (English)"), max_length=200)
    name = Localized("name")
    level = models.CharField(_("stage of education"), max_length=12, choices=Level)
    area = models.ForeignKey(Area, models.PROTECT, related_name="schools", verbose_name=_("area"))
    as_at = models.DateField(_("as at"))
    places = models.PositiveIntegerField(_("places"), null=True, blank=True)
    places_planned = models.PositiveIntegerField(_("places planned"), null=True, blank=True)
    places_added = models.PositiveIntegerField(_("places added"), null=True, blank=True)
    works = models.CharField(
        _("works"), max_length=12, choices=Works, blank=True, help_text=_("Empty if it is not stated.")
    )
    sports_ground = models.CharField(
        _("sports ground"),
        max_length=8,
        choices=SportsGround,
        blank=True,
        help_text=_("Empty if it is not stated."),
    )
    programme = models.CharField(
        _("programme"),
        max_length=80,
        blank=True,
        validators=[code_validator],
        help_text=_("Code of the programme of projects under which it is built."),
    )

    searched = SCHOOL_SEARCHED

    class Meta:
        ordering = ("code", "id")
        verbose_name = _("school")
        verbose_name_plural = _("schools and kindergartens")
        indexes = [SCHOOL_SEARCHED.index("school_search")]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "code"],
                name="school_once_in_release",
                violation_error_message=_("The release already describes this school."),
            ),
            known_once("school_known_once", "code"),
        ]
        triggers = released_triggers("education_school", VERSION_KEY, department=OWN_DEPARTMENT)

    def __str__(self) -> str:
        return self.name

    @property
    def counts(self) -> str:
        """“Places planned: 1,080 · places added: 500”, as far as they are stated."""
        names = ("places", "places_planned", "places_added")
        stated = ((self._meta.get_field(name).verbose_name, getattr(self, name)) for name in names)
        return " · ".join(with_unit(str(name), exact(n)) for name, n in stated if n is not None)


@audited
class Network(PrintedRecord):
    """A network of schools and kindergartens, or a way in which they work together, as a release names it.

    Those that the release names are entered one by one; others together, with their number. Members are empty where the
    release does not say who they are.
    """

    class Kind(models.TextChoices):
        COMMUNITY = "community", _("research community")
        PATHWAY = "pathway", _("pathway between kindergarten and school")
        GROUP = "group", _("group of schools under one lead")

    version_key = VERSION_KEY
    printed_numbers = ("number",)

    code = models.CharField(_("code"), max_length=80, validators=[code_validator])
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="school_networks", verbose_name=_("department")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    name_zh = models.CharField(_("name (Chinese)"), max_length=100)
    name_en = models.CharField(_("name (English)"), max_length=200)
    name = Localized("name")
    about_zh = models.TextField(_("what it is for (Chinese)"), blank=True)
    about_en = models.TextField(_("what it is for (English)"), blank=True)
    about = Localized("about")
    number = models.PositiveSmallIntegerField(
        _("how many"),
        null=True,
        blank=True,
        help_text=_("Only where the document gives their number instead of their names."),
    )
    members = ArrayField(
        models.CharField(max_length=80, validators=[code_validator]),
        default=list,
        blank=True,
        verbose_name=_("members"),
        help_text=_("Codes of schools and kindergartens of the register, as far as they are named."),
    )

    searched = NETWORK_SEARCHED

    class Meta:
        ordering = ("code", "id")
        verbose_name = _("network of schools")
        verbose_name_plural = _("networks of schools")
        indexes = [NETWORK_SEARCHED.index("school_network_search")]
        constraints = [
            models.CheckConstraint(
                name="school_network_counts_several",
                condition=Q(number__isnull=True) | Q(number__gte=1, members=[]),
                violation_error_message=_("Networks that are counted together have a number and no members."),
            ),
            models.UniqueConstraint(
                fields=["release", "code"],
                name="school_network_once_in_release",
                violation_error_message=_("The release already states this network."),
            ),
            known_once("school_network_known_once", "code"),
        ]
        triggers = released_triggers("education_network", VERSION_KEY, department=OWN_DEPARTMENT)

    def __str__(self) -> str:
        return self.name
