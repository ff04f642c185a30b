"""Welfare schemes."""

import datetime as dt

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.records.described import Described, described_triggers
from portal.records.fields import Localized, code_validator
from portal.records.history import audited
from portal.records.search_index import Searched, in_both
from portal.staff.models import Department

#: SQL for the department of a row with a scheme, for `closed_with_part`.
OF_SCHEME = "(SELECT department_id FROM welfare_scheme WHERE id = (part ->> 'scheme_id')::bigint)"

SEARCHED = Searched(titles=in_both("name"), names=("former_names",), texts=in_both("about"))


class SchemeQuerySet(models.QuerySet):
    """QuerySet words of schemes."""

    def released(self, at: dt.datetime) -> "SchemeQuerySet":
        """Schemes of which a release published by that time states a disbursement, a version or a rule."""
        stated = (apps.get_model("welfare", name) for name in ("Disbursement", "SchemeVersion", "Rule"))
        found = Q()
        for model in stated:
            found |= Q(pk__in=model.objects.released(at).values("scheme"))
        return self.filter(found)


@audited
class Scheme(Described):
    """A scheme under which people are paid or given something: relief, aid, a subsidy, visits with gifts."""

    class Tier(models.TextChoices):
        """The tiers of social relief: basic relief as the base, special relief as the body, society to complement."""

        BASIC = "basic", _("basic relief")
        SPECIAL = "special", _("special relief")
        SOCIAL = "social", _("support from society")

    described = ("name", "tier")

    code = models.CharField(_("code"), max_length=80, unique=True, validators=[code_validator])
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="schemes", verbose_name=_("department")
    )
    tier = models.CharField(
        _("tier"),
        max_length=8,
        choices=Tier,
        blank=True,
        help_text=_("Assigned by the department; empty if none has been."),
    )
    about_zh = models.TextField(_("about (Chinese)"), blank=True)
    about_en = models.TextField(_("about (English)"), blank=True)
    about = Localized("about")

    objects = SchemeQuerySet.as_manager()
    searched = SEARCHED

    class Meta:
        ordering = ("code",)
        verbose_name = _("scheme")
        verbose_name_plural = _("schemes")
        indexes = [SEARCHED.index("scheme_search")]
        triggers = described_triggers()
