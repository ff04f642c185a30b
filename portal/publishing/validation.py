"""What must be true of a release before it is submitted or approved."""

from portal.publishing import checklist

RELEASE_ERRORS = [
    checklist.both_languages,
    checklist.parts_are_in,
    checklist.comments_are_answered,
    checklist.metadata_is_stated,
    checklist.corrections_change_something,
]
RELEASE_WARNINGS = [checklist.announced_time]
