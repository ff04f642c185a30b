"""Areas: the places that figures, projects and facilities are about."""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from portal.areas.namesakes import label_of
from portal.records.described import Described, described_triggers
from portal.records.fields import code_validator
from portal.records.history import audited, audited_link, never_truncated
from portal.records.links import no_circle
from portal.records.search_index import Searched, in_both
from portal.records.topics import Subject
from portal.web.data_version import public_change

#: Refuses an area that became another without a last day.
HAS_ENDED = """
IF EXISTS (
    SELECT FROM portal_area a JOIN portal_area_successors s ON s.from_area_id = a.id
    WHERE a.id = {area} AND a.last_day IS NULL
) THEN
    RAISE EXCEPTION 'area %: it became another, so it has a last day', {area} USING ERRCODE = 'check_violation';
END IF;
"""

#: Sets the breaks of the areas that are `there` in a succession with this area `here`, or with none any more.
BREAKS = """
UPDATE portal_area successor SET breaks = found.days FROM (
    SELECT touched.id, array(
        SELECT DISTINCT a.last_day + 1 FROM portal_area_successors s JOIN portal_area a ON a.id = s.from_area_id
        WHERE s.to_area_id = touched.id AND a.last_day IS NOT NULL ORDER BY 1) AS days
    FROM portal_area touched WHERE touched.id IN (
        SELECT {there} FROM portal_area_successors WHERE {here} = {area} UNION SELECT {area} WHERE '{here}' = '{there}')
) AS found WHERE successor.id = found.id AND successor.breaks <> found.days;
"""

AREA_SEARCHED = Searched(titles=in_both("name"), names=("aliases", "former_names"))


class AreaQuerySet(models.QuerySet):
    """QuerySet words for areas."""

    def within(self, code: str) -> "AreaQuerySet":
        """The area with that code, everything within it, and the groups that any of these is a member of."""
        tree = RawSQL(
            """
            WITH RECURSIVE tree AS (
                SELECT id FROM portal_area WHERE code = %s
                UNION ALL
                SELECT child.id FROM portal_area child JOIN tree ON child.parent_id = tree.id
            ) SELECT id FROM tree UNION SELECT together.id FROM portal_area together
              WHERE together.members && (SELECT array_agg(code) FROM portal_area WHERE id IN (SELECT id FROM tree))
            """,
            [code],
        )
        return self.filter(pk__in=tree)

    def that_was_facility(self, code: str) -> "AreaQuerySet":
        """The area that a facility of that code was: one that lists the code, or has it."""
        return self.filter(models.Q(facility_codes__contains=[code]) | models.Q(code=code)).order_by(
            models.Case(models.When(code=code, then=1), default=0)
        )

    def parts_of(self, area: "Area") -> "AreaQuerySet":
        """The areas directly below it, the members of a group, and of a road its stretches: 统一南路（…路段）."""
        parts = models.Q(parent=area) | models.Q(code__in=area.members)
        if area.kind == Area.Kind.SITE:
            parts |= models.Q(kind=area.kind, parent=area.parent, name_zh__startswith=f"{area.name_zh}（")
        return self.filter(parts)


@audited
class Area(Described):
    """A place: district, subdistrict or town, community or village, estate, or a single site.

    Names differ between documents; the aliases of an area are its other printed names. An area that is merged into
    another or split ends on a day; its figures stay its own. `breaks`: the days since which it includes another area.
    """

    described = ("name", "kind", "parent", "members", "first_day", "last_day", "became")
    described_rows: ClassVar = {"members": "code", "became": "pk"}

    class Kind(models.TextChoices):
        CITY = "city", _("city")
        DISTRICT = "district", _("district")
        SUBDISTRICT = "subdistrict", _("subdistrict")
        TOWN = "town", _("town")
        COMMUNITY = "community", _("community")
        VILLAGE = "village", _("village")
        ESTATE = "estate", _("housing estate")
        SITE = "site", _("road, park or other site")
        GROUP = "group", _("several areas together")

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
    members = ArrayField(
        models.CharField(max_length=80),
        default=list,
        blank=True,
        verbose_name=_("members"),
        help_text=_("Codes of the areas that a group puts together, such as two towns with one figure."),
    )
    facility_codes = ArrayField(
        models.CharField(max_length=80),
        default=list,
        blank=True,
        verbose_name=_("former codes as a facility"),
        help_text=_("Codes under which it was listed as a facility; their addresses lead here."),
    )
    first_day = models.DateField(
        _("first day"),
        null=True,
        blank=True,
        help_text=_("The day since which it exists; empty if that is not known."),
    )
    last_day = models.DateField(
        _("last day"),
        null=True,
        blank=True,
        help_text=_("The day before it was merged into another area or split; empty while it exists."),
    )
    successors = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="predecessors",
        verbose_name=_("became"),
        help_text=_("The area into which it was merged, or those into which it was split."),
    )
    # kept by the database: keys of the successors, so that they are part of the description, and days
    became = ArrayField(
        models.BigIntegerField(), default=list, blank=True, editable=False, verbose_name=_("became")
    )
    breaks = ArrayField(models.DateField(), default=list, blank=True, editable=False)

    objects = AreaQuerySet.as_manager()
    searched = AREA_SEARCHED

    class Meta:
        ordering = ("code",)
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        indexes = [AREA_SEARCHED.index("area_search")]
        constraints = [
            models.CheckConstraint(
                name="area_parent_unless_widest",
                condition=models.Q(kind="city", parent=None)
                | models.Q(kind="district")
                | (~models.Q(kind__in=["city", "district"]) & models.Q(parent__isnull=False)),
                violation_error_message=_(
                    "A city has no parent, a district none but a city; every other area needs one."
                ),
            ),
            models.CheckConstraint(
                name="area_members_if_group",
                condition=models.Q(kind="group", members__len__gte=2)
                | ~models.Q(kind="group") & models.Q(members=[]),
                violation_error_message=_("A group, and no other area, has at least two members."),
            ),
            models.CheckConstraint(
                name="area_days_in_order",
                condition=models.Q(first_day=None)
                | models.Q(last_day=None)
                | models.Q(last_day__gte=models.F("first_day")),
                violation_error_message=_("The last day of an area is not before its first."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="parent_is_wider",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                declare=[("ranks", "jsonb")],
                func="""
                ranks := '{"city": 0, "district": 1, "subdistrict": 2, "town": 2, "community": 3, "village": 3,
                           "estate": 4, "site": 5, "group": 6}';
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
            pgtrigger.Trigger(
                name="members_are_areas",
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func="""
                IF TG_OP <> 'DELETE' THEN
                    IF (SELECT count(*) FROM portal_area a WHERE a.code = ANY(NEW.members) AND a.kind <> 'group')
                        <> cardinality(NEW.members) THEN
                        RAISE EXCEPTION 'area %: its members must be areas, once each, and no groups', NEW.code
                            USING ERRCODE = 'check_violation';
                    END IF;
                END IF;
                IF TG_OP <> 'INSERT' THEN
                    IF EXISTS (SELECT FROM portal_area together WHERE OLD.code = ANY(together.members))
                        AND NOT EXISTS (SELECT FROM portal_area a WHERE a.code = OLD.code AND a.kind <> 'group') THEN
                        RAISE EXCEPTION 'area %: a member of a group stays an area', OLD.code
                            USING ERRCODE = 'check_violation';
                    END IF;
                END IF;
                RETURN NULL;
                """,
            ),
            pgtrigger.Trigger(
                name="succession_is_that_of_the_links",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                NEW.became := array(
                    SELECT s.to_area_id FROM portal_area_successors s WHERE s.from_area_id = NEW.id ORDER BY 1);
                NEW.breaks := array(
                    SELECT DISTINCT a.last_day + 1 FROM portal_area_successors s
                    JOIN portal_area a ON a.id = s.from_area_id
                    WHERE s.to_area_id = NEW.id AND a.last_day IS NOT NULL ORDER BY 1);
                RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="successors_break",
                operation=pgtrigger.Update,
                when=pgtrigger.After,
                condition=pgtrigger.AnyChange("last_day"),
                func=f"{BREAKS.format(area='NEW.id', here='from_area_id', there='to_area_id')} RETURN NULL;",
            ),
            pgtrigger.Trigger(
                name="area_with_successors_has_ended",
                operation=pgtrigger.Update,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func=f"{HAS_ENDED.format(area='NEW.id')} RETURN NULL;",
            ),
            *described_triggers(),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Its name where no page of its own is around it: two areas of one name are told apart."""
        return label_of(self)

    @property
    def successors_by_code(self) -> list["Area"]:
        return sorted(self.successors.all(), key=lambda area: area.code)

    @property
    def predecessors_by_code(self) -> list["Area"]:
        return sorted(self.predecessors.all(), key=lambda area: area.code)


@audited_link
class AreaSuccession(Area.successors.through):
    """That one area was merged into another, or split into it and others, on the day after its last."""

    class Meta:
        proxy = True
        verbose_name = _("succession of areas")
        verbose_name_plural = _("successions of areas")
        triggers = [
            no_circle(
                "successions_form_no_circle",
                "portal_area_successors",
                "area_id",
                "areas: one became another that became it",
            ),
            pgtrigger.Trigger(
                name="successor_breaks",
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.After,
                func=f"""
                IF TG_OP <> 'INSERT' THEN
                    {BREAKS.format(area="OLD.to_area_id", here="to_area_id", there="to_area_id")}
                    UPDATE portal_area SET became = became WHERE id = OLD.from_area_id;
                END IF;
                IF TG_OP <> 'DELETE' THEN
                    {BREAKS.format(area="NEW.to_area_id", here="to_area_id", there="to_area_id")}
                    UPDATE portal_area SET became = became WHERE id = NEW.from_area_id;
                END IF;
                RETURN NULL;
                """,  # noqa: S608 - our own words
            ),
            pgtrigger.Trigger(
                name="area_with_successors_has_ended",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func=f"{HAS_ENDED.format(area='NEW.from_area_id')} RETURN NULL;",
            ),
            public_change(part_of=("from_area_id", "portal_area")),
            never_truncated(),
        ]


def above(area: Area) -> list[Area]:
    """The areas that contain it, widest first."""
    found = []
    while area.parent is not None:
        area = area.parent
        found.append(area)
    return found[::-1]


class AreaTree:
    """All areas with their parents, to find the wider ones: followers of a town also follow its villages and groups."""

    def __init__(self) -> None:
        rows = Area.objects.values_list("pk", "code", "parent_id", "members")
        self.rows = {pk: (code, parent) for pk, code, parent, _members in rows}
        self.members = {pk: members for pk, _code, _parent, members in rows if members}

    def around(self, *areas: int) -> set[Subject]:
        """These areas, by id, every wider one, and the members of groups."""
        found: set[Subject] = set()
        for area in areas:
            found |= {Subject("area", code) for code in self.members.get(area, ())}
            pk = area
            while pk is not None:
                code, pk = self.rows[pk]
                found.add(Subject("area", code))
        return found
