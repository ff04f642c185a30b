"""Schools, teaching and families."""

from django.utils.translation import gettext_lazy as _

from portal import sector


class EducationConfig(sector.SectorConfig):
    name = "education"
    verbose_name = _("Education")
    name_zh = "教育"
    name_en = "Education"
    order = 6
    task = sector.Task(_("Schools"), _("Schools, kindergartens and places"), "education:sector")
