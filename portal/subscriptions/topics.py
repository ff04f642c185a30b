"""What of the core can be followed, and what its records say in a notice."""

from django.utils.translation import gettext_lazy

from portal.areas.feeds import all_areas, wider_areas
from portal.commitments.feeds import promises_told
from portal.publishing.feeds import correction_told, sections_told
from portal.publishing.models import Release
from portal.records.digest_lines import register_teller
from portal.records.topics import Subject, Topic, register_topic
from portal.staff.models import Sector
from portal.statistics.feeds import figures_told
from portal.statistics.models import Indicator
from portal.web.feeds import page


def register() -> None:
    """Add the core's own topics and lines."""
    register_topic(
        Topic(
            "release",
            gettext_lazy("corrections and withdrawal of the release"),
            Release.objects.released,
            "slug",
            lambda release: page("release-detail", release.slug),
        )
    )
    register_topic(
        Topic(
            "indicator",
            gettext_lazy("indicator"),
            Indicator.objects.released,
            "code",
            lambda indicator: page("indicator-detail", indicator.code),
            lambda indicator: [Subject("sector", indicator.sector_id)],
        )
    )
    register_topic(
        Topic(
            "area",
            gettext_lazy("area with its parts"),
            all_areas,
            "code",
            lambda area: page("area-detail", area.code),
            wider_areas,
        )
    )
    register_topic(
        Topic(
            "sector",
            gettext_lazy("sector"),
            lambda _at: Sector.objects.all(),
            "code",
            lambda sector: page(f"{sector.code}:sector"),
        )
    )
    for order, teller in ((0, correction_told), (10, figures_told), (30, promises_told), (90, sections_told)):
        register_teller(teller, order=order)
