"""Ordinary content: edited and published by its department, and often taken from a release."""

import datetime as dt
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.publishing.models.release import Release
from portal.records.described import Described
from portal.records.fields import code_validator


class Sourced(models.Model):
    """Taken from a release, or without one written by the operator of the portal, which pages and JSON say."""

    release = models.ForeignKey(
        Release, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    section = models.CharField(_("section of the source"), max_length=12, blank=True)
    paragraph = models.PositiveSmallIntegerField(_("paragraph of the source"), null=True, blank=True)

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


class Reviewed(models.Model):
    """Somebody makes sure from time to time that it is still right."""

    reviewed_on = models.DateField(
        _("last reviewed"), help_text=_("The day on which somebody last made sure that it is right.")
    )

    class Meta:
        abstract = True


class OrdinaryContentQuerySet(models.QuerySet):
    """QuerySet words for ordinary content."""

    def public(self, at: dt.datetime) -> Self:
        """Marked public, and not before the release that it is taken from."""
        return self.filter(Q(release__isnull=True) | Q(release__released_at__lte=at), is_public=True)


class OrdinaryContent(Sourced, Described):
    """Ordinary content, sorted by the pinyin of its name. Each subclass has `is_public`."""

    code = models.CharField(_("code"), max_length=80, unique=True, validators=[code_validator])
    aliases = ArrayField(
        models.CharField(max_length=200), default=list, blank=True, verbose_name=_("other names")
    )
    pinyin = models.CharField(max_length=400, blank=True, editable=False)

    class Meta:
        abstract = True
