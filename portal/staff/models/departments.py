"""Sectors, and the departments responsible for publications."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.records.fields import Localized, Named, code_validator
from portal.records.history import audited
from portal.records.search_index import Searched, in_both
from portal.web.data_version import public_change

DEPARTMENT_SEARCHED = Searched(titles=in_both("name"), texts=in_both("note"))


class Sector(Named):
    """A theme of people's livelihood; each is the domain of one Django app.

    The rows follow the installed apps (`portal.web.sectors`) and are never edited.
    """

    code = models.SlugField(_("code"), primary_key=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ("order", "code")
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")
        triggers = [public_change()]


@audited
class Department(Named):
    """A body of the district government. It is responsible for figures, and only its officials edit them."""

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
        triggers = [public_change()]
