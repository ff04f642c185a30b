"""Areas: the places that figures, projects and facilities are about."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from portal.areas.namesakes import label_of
from portal.records.fields import Named, code_validator
from portal.records.history import audited
from portal.records.search_index import Searched, in_both
from portal.records.topics import Subject
from portal.web.data_version import public_change

AREA_SEARCHED = Searched(titles=in_both("name"), names="aliases")


class AreaQuerySet(models.QuerySet):
    """QuerySet words for areas."""

    def within(self, code: str) -> "AreaQuerySet":
        """The area with that code and everything within it."""
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
    """A place: district, subdistrict or town, community or village, estate, or a single site.

    Names differ between documents; the aliases of an area are its other printed names.
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
            public_change(),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Its name where no page of its own is around it: two areas of one name are told apart."""
        return label_of(self)


def above(area: Area) -> list[Area]:
    """The areas that contain it, widest first."""
    found = []
    while area.parent is not None:
        area = area.parent
        found.append(area)
    return found[::-1]


class AreaTree:
    """All areas with their parents, to find the wider ones: followers of a town also follow its villages."""

    def __init__(self) -> None:
        rows = Area.objects.values_list("pk", "code", "parent_id")
        self.rows = {pk: (code, parent) for pk, code, parent in rows}

    def around(self, *areas: int) -> set[Subject]:
        """These areas, by id, and every wider one."""
        found: set[Subject] = set()
        for area in areas:
            pk = area
            while pk is not None:
                code, pk = self.rows[pk]
                found.add(Subject("area", code))
        return found
