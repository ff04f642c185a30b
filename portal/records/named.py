"""Models with a name in both languages, and the formats of their codes."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.records.localized import Localized

code_validator = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*$",
    _("Use lower-case letters, digits and single hyphens, for example “old-estates”."),
)


dimension_code_validator = RegexValidator(
    r"^[a-z0-9_]+$",
    _("Use lower-case letters, digits and underscores, for example “crime_type”."),
)


class Named(models.Model):
    """A model with a name in both languages."""

    name_zh = models.CharField(_("name (Chinese)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=300)
    name = Localized("name")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name
