"""What of a row can be searched, and the index that finds it.

The index is computed by the database from the row itself, so that there is nothing to keep in step and nothing else
that could show what is not public: a search asks the same QuerySet words as every page, and one condition more.
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
    """The grams of a row's titles, other names and texts (`portal.search.ngrams`), as the database computes them."""

    function = FUNCTION
    output_field = SearchVectorField()


class _Matches(Func):
    template = "%(expressions)s"
    arg_joiner = " @@ "
    output_field = models.BooleanField()


@dataclass(frozen=True)
class Searched:
    """The columns of a model that are searched, none of them null.

    From `titles`, which are short, and `names`, a column that lists other names, words are also corrected and
    suggested; `texts` may be long.
    """

    titles: tuple[str, ...]
    texts: tuple[str, ...] = ()
    names: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.named, *self.texts)

    @property
    def named(self) -> tuple[str, ...]:
        """The columns that name the row."""
        return (*self.titles, self.names) if self.names else self.titles

    def index(self, name: str) -> GinIndex:
        """The index of these columns; it goes into the model's Meta."""
        return GinIndex(self._vector(), name=name)

    def matching(self, query: str) -> Q:
        """Rows of which the index says that they match a tsquery of `portal.search.ngrams`."""
        return Q(_Matches(self._vector(), Cast(Value(query), SearchQueryField())))

    def _vector(self) -> SearchVector:
        names = models.F(self.names) if self.names else TextArray()
        return SearchVector(TextArray(*self.titles), names, TextArray(*self.texts))


def in_both(*names: str) -> tuple[str, ...]:
    """The columns of texts that exist in both languages."""
    return tuple(f"{name}_{language}" for name in names for language in ("zh", "en"))
