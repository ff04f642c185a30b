"""The lists of the JSON interface that the core has, as the page for journalists announces them."""

from django.utils.translation import gettext_lazy as _

from portal.site.blocks import DataSet, register_data_set

DATA_SETS = (
    DataSet(
        "observations",
        _("Figures"),
        _("Every value with period, qualifier, status and source."),
    ),
    DataSet(
        "indicators",
        _("Indicators"),
        _("What is measured: definition, unit, basis, department."),
        "indicator-list",
    ),
    DataSet("series", _("Series"), _("Indicator by area and breakdown.")),
    DataSet(
        "releases", _("Releases"), _("What was published, when, by whom, with its sections."), "release-list"
    ),
    DataSet(
        "calendar",
        _("Release calendar"),
        _("Which releases are to come when, and how that changed."),
        "calendar",
    ),
    DataSet(
        "commitments",
        _("Commitments"),
        _("What was promised, due when, and what became of it."),
        "commitment-list",
    ),
    DataSet(
        "checks", _("Checks"), _("Stated against computed, with the figures that went into it."), "check-list"
    ),
    DataSet("facilities", _("Places"), _("Addresses, telephone numbers and opening hours."), "facility-list"),
    DataSet(
        "glossary",
        _("Glossary"),
        _("Names of programmes and acronyms, as far as the releases explain them."),
        "glossary-list",
    ),
    DataSet("areas", _("Areas"), _("From the district down to estates and sites, with other names.")),
    DataSet("departments", _("Departments"), _("Who is responsible for what.")),
    DataSet("sectors", _("Sectors"), _("The six themes.")),
    DataSet("units", _("Units"), _("What values count or measure.")),
    DataSet(
        "dimensions", _("Breakdowns"), _("The ways in which indicators are broken down, with their values.")
    ),
)


def register() -> None:
    """Announce the core's own lists."""
    for data_set in DATA_SETS:
        register_data_set(data_set)
