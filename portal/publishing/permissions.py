"""Who among the officials may see, edit and decide on what.

A row belongs to one department, or to none and then to the administrators. Officials see what is their
department's, every part of a release that it publishes or contributes to, and whatever is public; they edit
only what is theirs. An app adds its models with `register`; lists, forms, choices, actions and exports all ask the
same words.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils import timezone

from portal.areas.models import Area
from portal.commitments.models import Commitment, CommitmentArea, CommitmentUpdate
from portal.facilities.models import Facility
from portal.glossary.models import GlossaryTerm
from portal.publishing.models import (
    Announcement,
    Attachment,
    Comment,
    Contribution,
    PreviewLink,
    PreviewOpening,
    Question,
    Release,
    ReleaseEditor,
    Section,
)
from portal.staff.models import (
    ADMINISTRATOR,
    EDITOR,
    HEAD,
    REVIEWER,
    Department,
    Membership,
    SecondFactor,
    Sector,
    SignInFailure,
    User,
)
from portal.statistics.models import (
    Check,
    CheckOperand,
    CheckResult,
    CheckTerm,
    Code,
    Dimension,
    Indicator,
    Observation,
    Series,
    Unit,
)


@dataclass(frozen=True)
class Rule:
    """Whose the rows of a model are.

    `department`: lookups of the department that a row belongs to, the first that leads anywhere counts; none
    means that only administrators edit. `release`: lookup of the release that a row is part of. `contributes`: whether
    such a row gives its department a part in that release. `appears_in`: lookups of the releases whose readers need
    the row. `public`: which rows everybody on the staff may see at a time; by
    default those whose release is public, or all where there is none. `edited` and `seen`: by which roles.
    """

    department: tuple[str, ...] = ()
    release: str = ""
    contributes: bool = False
    appears_in: tuple[str, ...] = ()
    public: Callable[[dt.datetime], Q] | None = None
    edited: frozenset[str] = frozenset({EDITOR, ADMINISTRATOR})
    seen: frozenset[str] = frozenset({EDITOR, REVIEWER, HEAD, ADMINISTRATOR})


NOBODY = frozenset()
ADMINISTRATORS = frozenset({ADMINISTRATOR})
HEADS = frozenset({HEAD, ADMINISTRATOR})

rules: dict[type[Model], Rule] = {}


def register(model: type[Model], rule: Rule) -> None:
    """Say whose the rows of a model are. Called once by the app that owns it, from `ready`."""
    rules[model] = rule


def may_edit(user: User, row: Model) -> bool:
    """Whether the official may change or delete the row: it is theirs, and not handed in, submitted or released."""
    return belongs_to(user, row) and is_open(row)


def is_open(row: Model) -> bool:
    """Whether the row may still change: its release is being written, and its department's part is not in yet."""
    rule = rules[type(row)]
    release = row if isinstance(row, Release) else _follow(row, rule.release)
    return release is None or (release.is_editable and not release.has_part_of(department_of(row)))


def may_add(user: User, row: Model) -> bool:
    """Whether the official may add the row. A publisher also lays out the sections that others then fill."""
    if may_edit(user, row):
        return True
    if not isinstance(row, Section) or row.release_id is None:
        return False
    return may_edit(user, row.release) and is_open(row)


def belongs_to(user: User, row: Model) -> bool:
    """Whether the official's work includes the row, whatever state its release is in."""
    rule = rules[type(row)]
    if not rule.edited & user.roles and not (user.is_superuser and rule.edited):
        return False
    return user.edits_for(department_of(row))


def may_review(user: User, release: Release) -> bool:
    """Whether the official may decide on it: a reviewer of the publishing department who had no hand in it."""
    return (
        user.reviews_for(release.department_id)
        and release.submitted_by_id != user.pk
        and not release.editors.filter(pk=user.pk).exists()
    )


def department_of(row: Model) -> int | None:
    """The department that a row belongs to; None means the administrators."""
    found = (_follow(row, path) for path in rules[type(row)].department)
    return next((department for department in found if department is not None), None)


def _follow(row: Model, path: str) -> object:
    """What a lookup leads to from the row; None if it leads nowhere."""
    value = row if path else None
    for name in path.split("__") if path else ():
        value = getattr(value, name, None)
    return value


def for_user(queryset: QuerySet, user: User, at: dt.datetime | None = None) -> QuerySet:
    """The rows that an official may see at a time (now): their department's, and what is public."""
    if not (user.is_active and user.is_staff):
        return queryset.none()
    if user.is_administrator:
        return queryset
    at = at or timezone.now()
    model = queryset.model
    unpublished = Release.objects.exclude(
        pk__in=Release.objects.released(at).values("pk")
    )  # the rest is public
    return queryset.filter(_own(model, user, unpublished) | _public(model, at))


def own(queryset: QuerySet, user: User) -> QuerySet:
    """The rows that concern an official's work: of the department, and of releases that it has a part in."""
    return (
        queryset
        if user.is_administrator
        else queryset.filter(_own(queryset.model, user, Release.objects.all()))
    )


def theirs(queryset: QuerySet, user: User) -> QuerySet:
    """The rows that belong to the official's department; to an administrator, all."""
    return queryset if user.is_administrator else queryset.filter(_belonging(queryset.model, user))


def rows_in(release: Release, department_id: int) -> list[QuerySet]:
    """What a department has entered in a release, by model. Of sections those alone that say something."""
    found = []
    for model, rule in rules.items():
        if rule.release == "release" and rule.edited and not model._meta.proxy:
            rows = model._default_manager.filter(belonging(model, department_id), release=release)
            found.append(rows.exclude(summary_zh="") if model is Section else rows)
    return found


def _belonging(model: type[Model], user: User) -> Q:
    return belonging(model, user.department_id)


def belonging(model: type[Model], department_id: int | None) -> Q:
    """The same as `department_of`, for the database."""
    paths = rules[model].department
    found, before = Q(pk__in=[]), Q()
    for path in paths if department_id else ():
        found |= before & Q(**{path: department_id})
        before &= Q(**{f"{path}__isnull": True})
    return found


def _own(model: type[Model], user: User, among: QuerySet[Release]) -> Q:
    """What is the department's, what is part of releases in which it has a part, and what appears in these `among`."""
    rule, department = rules[model], user.department_id
    if not rule.seen & user.roles:
        return Q(pk__in=[])
    mine = _belonging(model, user)
    if department is None:
        return mine
    if model is Release:
        return mine | _contributed(department)
    if rule.release:
        mine |= Q(**{f"{rule.release}__in": own(Release.objects.all(), user)})
    for path in rule.appears_in:
        mine |= Q(pk__in=model._default_manager.filter(**{f"{path}__in": own(among, user)}).values("pk"))
    return mine


@cache
def _contributed(department_id: int) -> Q:
    """Releases to which the department contributes sections, figures or whatever else apps let it contribute.

    It follows from the rules alone, is asked for in every list, and takes milliseconds to put together.
    """
    found = Q(pk__in=[])
    for model, rule in rules.items():
        if rule.contributes:
            rows = model._default_manager.filter(
                belonging(model, department_id), **{rule.release: OuterRef("pk")}
            )
            found |= Q(Exists(rows))
    return found


def _public(model: type[Model], at: dt.datetime) -> Q:
    rule = rules[model]
    if rule.public is not None:
        return rule.public(at)
    if rule.release:
        return Q(**{f"{rule.release}__in": Release.objects.released(at)})
    return ~Q(pk__in=[])


def _released(model: type[Model]) -> Callable[[dt.datetime], Q]:
    return lambda at: Q(pk__in=model._default_manager.released(at).values("pk"))


def _nothing(_at: dt.datetime) -> Q:
    return Q(pk__in=[])


REFERENCE = Rule(edited=ADMINISTRATORS)
for reference in (Area, Code, Department, Dimension, Unit):
    register(reference, REFERENCE)
register(Sector, Rule(edited=NOBODY))
register(User, Rule(("department_id",), edited=ADMINISTRATORS, seen=HEADS, public=_nothing))
register(Membership, Rule(("user__department_id",), edited=NOBODY, seen=HEADS, public=_nothing))
register(SecondFactor, Rule(("user__department_id",), edited=NOBODY, seen=HEADS, public=_nothing))
register(SignInFailure, Rule(edited=NOBODY, seen=ADMINISTRATORS, public=_nothing))

register(Release, Rule(("department_id",), public=_released(Release)))
register(ReleaseEditor, Rule(release="release", edited=NOBODY))
register(Contribution, Rule(("department_id",), "release", contributes=True, public=_nothing, edited=NOBODY))
register(Comment, Rule(release="release", public=_nothing, edited=NOBODY))
register(Announcement, Rule(release="release", edited=NOBODY))
register(PreviewLink, Rule(release="release", public=_nothing, edited=NOBODY))
register(PreviewOpening, Rule(release="link__release", public=_nothing, edited=NOBODY))
register(Section, Rule(("department_id",), "release", contributes=True))
register(Question, Rule(("section__department_id",), "release"))
register(Attachment, Rule(("release__department_id",), "release"))

register(
    Indicator,
    Rule(("department_id",), appears_in=("series__observations__release",), public=_released(Indicator)),
)
register(
    Series,
    Rule(
        ("indicator__department_id",),
        appears_in=("observations__release",),
        public=lambda at: Q(indicator__in=Indicator.objects.released(at)),
    ),
)
register(Observation, Rule(("series__indicator__department_id",), "release", contributes=True))
register(Commitment, Rule(("section__department_id", "release__department_id"), "release"))
register(
    CommitmentArea,
    Rule(
        ("commitment__section__department_id", "commitment__release__department_id"),
        "commitment__release",
        edited=NOBODY,
    ),
)
register(CommitmentUpdate, Rule(("section__department_id", "release__department_id"), "release"))
register(
    Facility,
    Rule(("department_id",), public=lambda at: Q(pk__in=Facility.objects.public(at).values("pk"))),
)
register(
    GlossaryTerm,
    Rule(("department_id",), public=lambda at: Q(pk__in=GlossaryTerm.objects.public(at).values("pk"))),
)

# A check says in public whose figures do not add up: no department declares or drops one by itself.
register(Check, Rule(edited=ADMINISTRATORS, public=lambda at: ~Q(terms__in=_unreleased_terms(at))))
register(CheckTerm, Rule(edited=ADMINISTRATORS, public=lambda at: ~Q(pk__in=_unreleased_terms(at))))
register(
    CheckResult,
    Rule(("series__indicator__department_id",), "release", public=_released(CheckResult), edited=NOBODY),
)
register(
    CheckOperand,
    Rule(
        release="result__release",
        public=lambda at: Q(result__in=CheckResult.objects.released(at).values("pk")),
        edited=NOBODY,
    ),
)


def _unreleased_terms(at: dt.datetime) -> QuerySet:
    return CheckTerm.objects.exclude(series__indicator__in=Indicator.objects.released(at))
