"""Codelists that figures and places refer to: sectors, departments, areas, units, dimensions."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from portal.models.audit import audited
from portal.models.localized import Localized
from portal.models.search import Searched, in_both

DEPARTMENT_SEARCHED = Searched(titles=in_both("name"), texts=in_both("note"))
AREA_SEARCHED = Searched(titles=in_both("name"), names="aliases")

code_validator = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*$",
    _("Use lower-case letters, digits and single hyphens, for example “old-estates”."),
)
dimension_code_validator = RegexValidator(
    r"^[a-z0-9_]+$",
    _("Use lower-case letters, digits and underscores, for example “crime_type”."),
)


class Named(models.Model):
    """Something with a name in both languages."""

    name_zh = models.CharField(_("name (Chinese)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=300)
    name = Localized("name")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Sector(Named):
    """One of the themes of people's livelihood; each is the domain of one Django app.

    The rows follow what the installed apps register (`portal.web.sectors`), never an official's form.
    """

    code = models.SlugField(_("code"), primary_key=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ("order", "code")
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")


@audited
class Department(Named):
    """A body of the district government: it is responsible for figures, and only its officials edit them."""

    code = models.CharField(_("code"), max_length=60, unique=True, validators=[code_validator])
    note_zh = models.TextField(_("note (Chinese)"), blank=True)
    note_en = models.TextField(_("note (English)"), blank=True)
    note = Localized("note")
    searched = DEPARTMENT_SEARCHED

    class Meta:
        ordering = ("code",)
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        indexes = [DEPARTMENT_SEARCHED.index("department_search")]


class AreaQuerySet(models.QuerySet):
    """Words for choosing areas."""

    def within(self, code: str) -> "AreaQuerySet":
        """The area of that code and everything below it."""
        tree = RawSQL(
            """
            WITH RECURSIVE tree AS (
                SELECT id FROM portal_area WHERE code = %s
                UNION ALL
                SELECT child.id FROM portal_area child JOIN tree ON child.parent_id = tree.id
            ) SELECT id FROM tree
            """,
            [code],
        )
        return self.filter(pk__in=tree)


@audited
class Area(Named):
    """A place that figures are about: district, street or town, community or village, estate, or a single site.

    Names drift between documents; the other names under which an area was printed are its aliases.
    """

    class Kind(models.TextChoices):
        DISTRICT = "district", _("district")
        SUBDISTRICT = "subdistrict", _("subdistrict")
        TOWN = "town", _("town")
        COMMUNITY = "community", _("community")
        VILLAGE = "village", _("village")
        ESTATE = "estate", _("housing estate")
        SITE = "site", _("road, park or other site")

    code = models.CharField(_("code"), max_length=80, unique=True, validators=[code_validator])
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    aliases = ArrayField(
        models.CharField(max_length=200),
        default=list,
        blank=True,
        verbose_name=_("other names"),
    )

    objects = AreaQuerySet.as_manager()
    searched = AREA_SEARCHED

    class Meta:
        ordering = ("code",)
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        indexes = [AREA_SEARCHED.index("area_search")]
        constraints = [
            models.CheckConstraint(
                name="area_only_district_has_no_parent",
                condition=models.Q(kind="district", parent=None)
                | (~models.Q(kind="district") & models.Q(parent__isnull=False)),
                violation_error_message=_("The district has no parent; every other area needs one."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="parent_is_wider",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                declare=[("ranks", "jsonb")],
                func="""
                ranks := '{"district": 0, "subdistrict": 1, "town": 1, "community": 2, "village": 2,
                           "estate": 3, "site": 4}';
                IF EXISTS (
                    SELECT 1 FROM portal_area p WHERE p.id = NEW.parent_id
                    AND (ranks ->> p.kind)::int >= (ranks ->> NEW.kind)::int
                ) OR EXISTS (
                    SELECT 1 FROM portal_area c WHERE c.parent_id = NEW.id
                    AND (ranks ->> NEW.kind)::int >= (ranks ->> c.kind)::int
                ) THEN
                    RAISE EXCEPTION 'area %: a parent must be of a wider kind', NEW.code
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        ]


@audited
class Unit(Named):
    """What a value counts or measures. Chinese measure words that differ are different units."""

    code = models.CharField(_("code"), max_length=40, primary_key=True, validators=[code_validator])
    symbol_zh = models.CharField(_("symbol (Chinese)"), max_length=20)
    symbol_en = models.CharField(_("symbol (English)"), max_length=40)
    symbol = Localized("symbol")
    below_zero = models.BooleanField(
        _("values may be below zero"),
        default=False,
        help_text=_("For money and percentages, which can fall; never for what is counted."),
    )

    class Meta:
        ordering = ("code",)
        verbose_name = _("unit")
        verbose_name_plural = _("units")


@audited
class Dimension(Named):
    """One way of breaking an indicator down, such as type of crime or age band (SDMX: dimension)."""

    code = models.CharField(
        _("code"),
        max_length=40,
        primary_key=True,
        validators=[dimension_code_validator],
    )

    class Meta:
        ordering = ("code",)
        verbose_name = _("dimension")
        verbose_name_plural = _("dimensions")


@audited
class Code(Named):
    """One value that a dimension can take (SDMX: code of a codelist)."""

    dimension = models.ForeignKey(
        Dimension, models.CASCADE, related_name="codes", verbose_name=_("dimension")
    )
    code = models.CharField(_("code"), max_length=80, validators=[dimension_code_validator])
    order = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        ordering = ("dimension", "order", "code")
        verbose_name = _("dimension value")
        verbose_name_plural = _("dimension values")
        constraints = [models.UniqueConstraint(fields=["dimension", "code"], name="code_unique_in_dimension")]
