"""The searchable columns of a model, and their full-text index.

The database computes the index from the row itself, so nothing needs syncing and nothing unpublished can leak: a search
uses the same QuerySet words as every page, plus one condition.
"""

from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQueryField, SearchVectorField
from django.db import models
from django.db.models import Func, Q, Value
from django.db.models.functions import Cast

FUNCTION = "portal_search_vector"


class TextArray(Func):
    """ARRAY[…] of text columns."""

    function = "ARRAY"
    template = "%(function)s[%(expressions)s]::text[]"
    output_field = ArrayField(models.TextField())


class SearchVector(Func):
    """The n-grams of a row's titles, aliases and texts (`portal.search.ngrams`), as the database computes them."""

    function = FUNCTION
    output_field = SearchVectorField()


class _Matches(Func):
    template = "%(expressions)s"
    arg_joiner = " @@ "
    output_field = models.BooleanField()


@dataclass(frozen=True)
class Searched:
    """The searchable columns of a model, all NOT NULL.

    Spelling corrections and suggestions draw on `titles`, which are short, and `names`, a column of aliases; `texts`
    may be long.
    """

    titles: tuple[str, ...]
    texts: tuple[str, ...] = ()
    names: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.named, *self.texts)

    @property
    def named(self) -> tuple[str, ...]:
        """The columns with the row's names."""
        return (*self.titles, self.names) if self.names else self.titles

    def index(self, name: str) -> GinIndex:
        """The index over these columns, for the model's Meta."""
        return GinIndex(self._vector(), name=name)

    def matching(self, query: str) -> Q:
        """Rows whose index matches a tsquery built by `portal.search.ngrams`."""
        return Q(_Matches(self._vector(), Cast(Value(query), SearchQueryField())))

    def _vector(self) -> SearchVector:
        names = models.F(self.names) if self.names else TextArray()
        return SearchVector(TextArray(*self.titles), names, TextArray(*self.texts))


def in_both(*names: str) -> tuple[str, ...]:
    """The column names of bilingual texts, in both languages."""
    return tuple(f"{name}_{language}" for name in names for language in ("zh", "en"))
