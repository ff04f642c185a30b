"""A release as sheets: its metadata, sections, questions, figures, commitments and reports on them."""

from portal.commitments.records import COMMITMENT_UPDATES, COMMITMENTS
from portal.publishing.records import QUESTIONS, RELEASE, SECTIONS
from portal.records.sheets import register_sheet
from portal.statistics.records.observations import OBSERVATIONS


def register() -> None:
    """Add the parts of a release to every workbook."""
    for sheet in (RELEASE, SECTIONS, QUESTIONS, OBSERVATIONS, COMMITMENTS, COMMITMENT_UPDATES):
        register_sheet(sheet)
