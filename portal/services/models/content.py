"""What services and guides share: their source, their last review, and the history of their parts."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.publishing.models.release import Release
from portal.publishing.triggers import SWITCHED_PUBLIC
from portal.web.data_version import ContentChange, public_change


class Sourced(models.Model):
    """Taken from a release, or without one written by the operator of the portal, which pages and JSON say."""

    release = models.ForeignKey(
        Release, models.PROTECT, null=True, blank=True, related_name="%(class)ss", verbose_name=_("source")
    )
    section = models.CharField(_("section of the source"), max_length=12, blank=True)
    paragraph = models.PositiveSmallIntegerField(_("paragraph of the source"), null=True, blank=True)
    reviewed_on = models.DateField(
        _("last reviewed"), help_text=_("The day on which somebody last made sure that it is right.")
    )

    class Meta:
        abstract = True

    @property
    def is_operators(self) -> bool:
        """Whether no release says so: it is general knowledge, written by the operator of the portal."""
        return self.release_id is None

    @property
    def origin(self) -> str:
        """`release` or `operator`, as JSON calls it."""
        return "operator" if self.is_operators else "release"

    @property
    def locator(self) -> str:
        """Section and paragraph in the source, such as “q3 ¶3”; empty if not given."""
        return f"{self.section} ¶{self.paragraph}" if self.section and self.paragraph else self.section


def codes_of(label: object, **options: object) -> ArrayField:
    """A field with the codes of other rows, in the order in which they are shown."""
    return ArrayField(
        models.CharField(max_length=80), default=list, blank=True, verbose_name=label, **options
    )


def change_of_part(table: str, column: str) -> ContentChange:
    """Logs the changes of a part of ordinary content, such as a link, once the whole has been public."""
    whole = f"SELECT FROM {table} AS whole WHERE whole.id = {{row}}.{column}"
    when = f"""(EXISTS ({whole} AND {SWITCHED_PUBLIC.format(row="whole")}) OR EXISTS (
        SELECT FROM portal_formerrow f WHERE f."table" = '{table}' AND f.row = {{row}}.{column}::text))"""
    return public_change(when=when, part_of=(column, table))
