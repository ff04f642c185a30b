"""Project categories."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.records.fields import Named, code_validator
from portal.records.history import audited
from portal.web.data_version import public_change


@audited
class Category(Named):
    """A kind of project in words that residents use, with the codes that say the same in OC4IDS."""

    code = models.CharField(_("code"), max_length=60, unique=True, validators=[code_validator])
    oc4ids_sector = models.CharField(_("sector in OC4IDS"), max_length=60)
    oc4ids_type = models.CharField(_("type in OC4IDS"), max_length=60, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ("order", "code")
        verbose_name = _("category of projects")
        verbose_name_plural = _("categories of projects")
        triggers = [public_change()]
