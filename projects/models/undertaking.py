"""Programmes, projects and their categories. What was planned and done is in the records of releases."""

import datetime as dt
from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.areas.models import Area
from portal.publishing.models import PrintedRecord
from portal.records.described import Described, described_triggers
from portal.records.fields import Localized, code_validator, pinyin_key
from portal.records.history import audited, never_truncated
from portal.records.search_index import Searched, in_both
from portal.staff.models import Department, Sector
from portal.statistics.models import Indicator


@audited
class Category(Described):
    """A kind of project in residents' words, with its codes in OC4IDS."""

    code = models.CharField(_("code"), max_length=60, unique=True, validators=[code_validator])
    oc4ids_sector = models.CharField(_("sector in OC4IDS"), max_length=60)
    oc4ids_type = models.CharField(_("type in OC4IDS"), max_length=60, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ("order", "code")
        verbose_name = _("category of projects")
        verbose_name_plural = _("categories of projects")
        triggers = described_triggers()


SEARCHED = Searched(titles=in_both("name"), texts=in_both("summary"), names=("aliases", "former_names"))

#: SQL condition for `public_change`: something has been released about the undertaking or one of its projects.
IS_PUBLIC = """(EXISTS (
    SELECT FROM projects_undertakingstate s WHERE s.undertaking_id = {row}.%(id)s AND s.known_from <= clock_timestamp()
) OR EXISTS (
    SELECT FROM projects_undertakingstate s JOIN projects_undertaking u ON u.id = s.undertaking_id
    WHERE u.programme_id = {row}.%(id)s AND s.known_from <= clock_timestamp()))"""


class UndertakingQuerySet(models.QuerySet):
    """QuerySet words of programmes and projects, public while anything is released about them or their projects."""

    def released(self, at: dt.datetime) -> "UndertakingQuerySet":
        """Anything about them was published by that time, withdrawn or not."""
        return self._with_states(_states().released(at))

    def known_at(self, at: dt.datetime) -> "UndertakingQuerySet":
        """Anything about them was in force at that time."""
        return self._with_states(_states().known_at(at))

    def _with_states(self, states: models.QuerySet) -> "UndertakingQuerySet":
        of_parts = Exists(states.filter(undertaking__programme=OuterRef("pk")))
        return self.filter(_own(states) | Q(of_parts, kind=Undertaking.Kind.PROGRAMME))

    def within(self, area: str) -> "UndertakingQuerySet":
        """In the area of that code, or in one of its parts."""
        there = Undertaking.areas.through.objects.filter(area__in=Area.objects.within(area))
        return self.filter(Exists(there.filter(undertaking=OuterRef("pk"))))

    def for_list(self) -> "UndertakingQuerySet":
        """Ready to render in a list."""
        return self.select_related("programme", "sector", "department", "category").prefetch_related("areas")


def _states() -> models.QuerySet:
    return Undertaking._meta.get_field("states").related_model.objects.all()


def _own(states: models.QuerySet) -> Exists:
    return Exists(states.filter(undertaking=OuterRef("pk")))


class ProjectQuerySet(UndertakingQuerySet):
    """QuerySet words of projects. They have no parts, which spares a subquery for each of very many rows."""

    def _with_states(self, states: models.QuerySet) -> "ProjectQuerySet":
        return self.filter(_own(states))


@audited
class Undertaking(Described):
    """A programme, a project of one, or a micro-project that residents proposed.

    Holds what is undertaken, where and by whom. Dates, stages, quantities and money are never here but in records of
    releases; the first of these makes it public.
    """

    described = ("name", "summary", "continued")
    described_rows: ClassVar = {"continued": "pk"}

    class Kind(models.TextChoices):
        PROGRAMME = "programme", _("programme")
        PROJECT = "project", _("project")
        MICRO = "micro", _("micro-project")

    kind = models.CharField(_("kind"), max_length=9, choices=Kind)
    code = models.CharField(_("code"), max_length=80, unique=True, validators=[code_validator])
    aliases = ArrayField(
        models.CharField(max_length=200), default=list, blank=True, verbose_name=_("other names")
    )
    pinyin = models.CharField(max_length=400, blank=True, editable=False)
    summary_zh = models.TextField(_("summary (Chinese)"))
    summary_en = models.TextField(_("summary (English)"))
    summary = Localized("summary")
    programme = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,  # `undertaking_by_programme` begins with it
        related_name="projects",
        verbose_name=_("programme"),
    )
    predecessors = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="successors", verbose_name=_("continues")
    )
    # keys of the predecessors, kept by the database, so that they are part of the description
    continued = ArrayField(
        models.BigIntegerField(), default=list, blank=True, editable=False, verbose_name=_("continues")
    )
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="undertakings", verbose_name=_("sector"))
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="undertakings", verbose_name=_("department")
    )
    category = models.ForeignKey(
        Category, models.PROTECT, related_name="undertakings", verbose_name=_("category")
    )
    areas = models.ManyToManyField(
        Area, blank=True, related_name="undertakings", verbose_name=pgettext_lazy("of a project", "areas")
    )
    plan_year = models.PositiveSmallIntegerField(
        _("year of the plan"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1990), MaxValueValidator(2099)],
    )
    indicators = models.ManyToManyField(
        Indicator, blank=True, related_name="undertakings", verbose_name=_("statistics about it")
    )

    objects = UndertakingQuerySet.as_manager()
    searched = SEARCHED

    class Meta:
        ordering = ("pinyin", "code")
        verbose_name = _("undertaking")
        verbose_name_plural = _("undertakings")
        constraints = [
            models.CheckConstraint(
                name="undertaking_kind_known", condition=Q(kind__in=["programme", "project", "micro"])
            ),
            models.CheckConstraint(
                name="undertaking_programme_has_none",
                condition=~Q(kind="programme") | Q(programme=None),
                violation_error_message=_("A programme is not part of another."),
            ),
            models.CheckConstraint(
                name="undertaking_plan_year",
                condition=Q(plan_year=None) | Q(plan_year__range=(1990, 2099)),
            ),
        ]
        indexes = [
            SEARCHED.index("undertaking_search"),
            models.Index(fields=["pinyin", "code"], name="undertaking_by_name"),
            models.Index(fields=["programme", "pinyin", "code"], name="undertaking_by_programme"),
            models.Index(
                fields=["pinyin", "code"], condition=Q(kind="programme"), name="undertaking_is_programme"
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="kind_never_changes", fields=["kind"]),
            pgtrigger.Trigger(
                name="part_of_a_programme",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__programme__isnull=False),
                func="""
                IF NOT EXISTS (
                    SELECT 1 FROM projects_undertaking p WHERE p.id = NEW.programme_id AND p.kind = 'programme'
                ) THEN
                    RAISE EXCEPTION 'undertaking %: only a programme has projects', NEW.code
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="continued_are_those_of_the_links",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                NEW.continued := array(
                    SELECT link.to_undertaking_id FROM projects_undertaking_predecessors link
                    WHERE link.from_undertaking_id = NEW.id ORDER BY 1);
                RETURN NEW;
                """,
            ),
            *described_triggers(IS_PUBLIC % {"id": "id"}),
            never_truncated(),
        ]

    def save(self, *args: object, **kwargs: object) -> None:
        """Store the pinyin by which Chinese names are sorted."""
        self.pinyin = pinyin_key(self.name_zh)
        super().save(*args, **kwargs)

    @property
    def is_programme(self) -> bool:
        return self.kind == self.Kind.PROGRAMME

    @property
    def noun(self) -> str:
        """Its name in addresses, feeds and subscriptions: programme or project."""
        return "programme" if self.is_programme else "project"

    @property
    def is_micro(self) -> bool:
        return self.kind == self.Kind.MICRO


class ProgrammeManager(models.Manager.from_queryset(UndertakingQuerySet)):
    def get_queryset(self) -> UndertakingQuerySet:
        return super().get_queryset().filter(kind=Undertaking.Kind.PROGRAMME)


class ProjectManager(models.Manager.from_queryset(ProjectQuerySet)):
    def get_queryset(self) -> ProjectQuerySet:
        return super().get_queryset().exclude(kind=Undertaking.Kind.PROGRAMME)


class Programme(Undertaking):
    """A group of projects, such as a year's renovation of old estates."""

    objects = ProgrammeManager()

    class Meta:
        proxy = True
        ordering = ("pinyin", "code")
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    def save(self, *args: object, **kwargs: object) -> None:
        self.kind = self.Kind.PROGRAMME
        super().save(*args, **kwargs)


class Project(Undertaking):
    """A single project or micro-project."""

    objects = ProjectManager()

    class Meta:
        proxy = True
        ordering = ("pinyin", "code")
        verbose_name = _("project")
        verbose_name_plural = _("projects")


#: SQL for the department of a record, for the trigger that closes contributions.
OF_UNDERTAKING = (
    "(SELECT department_id FROM projects_undertaking WHERE id = (part ->> 'undertaking_id')::bigint)"
)


class ProjectRecord(PrintedRecord):
    """Base of what releases state about a programme or project."""

    undertaking = models.ForeignKey(
        Undertaking, models.PROTECT, related_name="%(class)ss", verbose_name=_("project or programme")
    )

    class Meta:
        abstract = True
