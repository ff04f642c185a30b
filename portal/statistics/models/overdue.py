"""The instant at which the next figure of an indicator is overdue, scheduled in the log of public changes."""

import pgtrigger

from portal.statistics.codes import MONTHS
from portal.web.data_version import scheduled_by

#: SQL for the day by which the figure after that of `last_end` is expected of indicator `i`; null without frequency.
EXPECTED_BY = """({{last_end}} + 1 + make_interval(months => CASE i.frequency {cases} END))::date - 1
    + i.expected_after""".format(
    cases=" ".join(f"WHEN '{frequency}' THEN {months}" for frequency, months in MONTHS.items())
)


def overdue_by_figure() -> pgtrigger.Trigger:
    """A released result schedules the day after which its successor is overdue."""
    return scheduled_by(
        "successor_overdue",
        pgtrigger.Insert | pgtrigger.Update,
        f"""
        SELECT {EXPECTED_BY.format(last_end="NEW.period_end")} FROM portal_indicator i
        JOIN portal_series s ON s.indicator_id = i.id
        WHERE s.id = NEW.series_id AND i.frequency <> ''
            AND (TG_OP = 'INSERT' OR NEW.released_at IS DISTINCT FROM OLD.released_at)
        """,  # noqa: S608 - our own SQL
        floor="NEW.released_at",
        release="NEW.release_id",
        condition=pgtrigger.Q(new__released_at__isnull=False, new__kind="actual"),
    )


def overdue_by_indicator() -> pgtrigger.Trigger:
    """Another frequency expects the next figure on another day."""
    return scheduled_by(
        "next_figure_overdue",
        pgtrigger.Update,
        f"""
        SELECT {EXPECTED_BY.format(last_end="max(o.period_end)")} FROM portal_observation o
        JOIN portal_series s ON s.id = o.series_id JOIN portal_indicator i ON i.id = s.indicator_id
        WHERE i.id = NEW.id AND o.kind = 'actual' AND o.released_at <= clock_timestamp()
            AND o.superseded_at > clock_timestamp()
        GROUP BY i.id
        """,  # noqa: S608 - our own SQL
        floor="since",
        release="NULL::bigint",
        condition=pgtrigger.AnyChange("frequency", "expected_after"),
    )
