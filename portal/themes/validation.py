"""Validation of themes: the source and everything that they name exist."""

from django.db.models import Model

from portal.commitments.models import Commitment
from portal.glossary.models import GlossaryTerm
from portal.records.findings import Beside, every
from portal.records.types import sources
from portal.services.validation import Known, codes_exist, known, source_exists
from portal.statistics.models import Indicator
from portal.themes.models import Theme

CODES: dict[str, type[Model]] = {
    "indicators": Indicator,
    "tours": Indicator,
    "commitments": Commitment,
    "terms": GlossaryTerm,
}
#: The fields that name rows of an app over the core, found by their kind of search result.
OF_APPS = ("programmes", "projects")


def context(themes: list[Theme], beside: Beside) -> Known:
    of_apps = {kind: sources[kind].model for kind in OF_APPS}
    return known(CODES | of_apps, themes, beside)


validate_theme = every(source_exists, codes_exist(*CODES, *OF_APPS))
