"""Everything public about an area and its parts at a moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.shortcuts import get_object_or_404

from portal.areas.models import Area, above
from portal.site.blocks import filled
from portal.web.as_of import Moment


@dataclass(frozen=True, kw_only=True)
class AreaDetail:
    """An area with the areas above it, the widest first, those directly below it, and the blocks of every app.

    Areas are the codelist that figures refer to, public as a whole: one of which nothing has been released yet has no
    blocks.
    """

    area: Area
    above: Sequence[Area]
    parts: Sequence[Area]
    blocks: Sequence[tuple[str, dict[str, Any]]]

    @classmethod
    def at(cls, code: str, moment: Moment) -> Self:
        """The one with that code. Raises Http404 if there is none."""
        area = get_object_or_404(Area.objects.select_related("parent__parent__parent__parent"), code=code)
        return cls(
            area=area,
            above=above(area),
            parts=list(area.children.select_related("parent").order_by("kind", "code")),
            blocks=filled("AREA_BLOCKS", area, moment),
        )

    @property
    def children(self) -> list[Area]:
        """The parts by code."""
        return sorted(self.parts, key=lambda part: part.code)

    @property
    def codes_above(self) -> list[str]:
        return [one.code for one in self.above]

    @property
    def commitment_codes(self) -> list[str]:
        """The most pressing commitments that the page shows."""
        return [one.code for one in self._shown("commitments")]

    @property
    def figure_ids(self) -> list[int]:
        """The figures that the page shows: the newest of each series, those released last first."""
        return [one.pk for one in self._shown("figures")]

    @property
    def facility_codes(self) -> list[str]:
        """The facilities that the page shows."""
        return [one.code for one in self._shown("facilities")]

    def _shown(self, name: str) -> Sequence[Any]:
        return next((content[name] for _template, content in self.blocks if name in content), ())
