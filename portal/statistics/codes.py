"""The codes of indicators, observations and checks."""

from django.db import models
from django.utils.translation import gettext_lazy as _

#: The unit that figures may be written with a percent sign in.
PERCENT = "percent"


class Basis(models.TextChoices):
    """Which days the figures of an indicator are about."""

    POINT = "point", _("at a point in time")
    PERIOD = "period", _("over a period")
    YTD = "ytd", _("year to date")
    SINCE_START = "since_start", _("since the start")
    CUMULATIVE = "cumulative", _("since a day of each year")
    ROLL = "roll", _("roll of a year")


#: Bases whose figures have no first day.
OPEN_START = (Basis.POINT, Basis.SINCE_START)
#: Bases whose figures contain the earlier ones with the same first day, and so never fall.
RUNNING = (Basis.YTD, Basis.SINCE_START, Basis.CUMULATIVE)


class Frequency(models.TextChoices):
    """How often a figure is expected, after SDMX CL_FREQ."""

    ANNUAL = "A", _("every year")
    HALF_YEARLY = "S", _("every half-year")
    QUARTERLY = "Q", _("every quarter")
    MONTHLY = "M", _("every month")


#: Months from one figure to the next, by frequency.
MONTHS = {"A": 12, "S": 6, "Q": 3, "M": 1}


class ObservationKind(models.TextChoices):
    """Whether a value was achieved, is aimed at, or is a promised level of service."""

    ACTUAL = "actual", _("actual")
    TARGET = "target", _("target")
    STANDARD = "standard", _("standard")


class Qualifier(models.TextChoices):
    """How exact a stated number is; blank if it is exact."""

    ABOUT = "about", _("about")
    OVER = "over", _("over")
    NEARLY = "nearly", _("nearly")
    AT_LEAST = "at_least", _("at least")


class ObservationStatus(models.TextChoices):
    """How reliable a value is, after SDMX CL_OBS_STATUS."""

    NORMAL = "normal", _("normal value")
    PROVISIONAL = "provisional", _("provisional")
    ESTIMATED = "estimated", _("estimated")
    LOW_RELIABILITY = "low_reliability", _("uncertain reading")
    SUPPRESSED = "suppressed", _("suppressed")
    MISSING = "missing", _("missing")


class Incomparable(models.TextChoices):
    """Why two figures must not be set against each other."""

    UNIT = "unit", _("different unit")
    DEFINITION = "definition", _("different definition")
    COVERAGE = "coverage", _("different coverage")
    PERIOD = "period", _("different period")


#: What a figure may say of itself: it counts other things, or other places, than the rest of its series.
DIFFERENCES = (Incomparable.DEFINITION, Incomparable.COVERAGE)

#: Statuses without a value.
VALUELESS = (ObservationStatus.SUPPRESSED, ObservationStatus.MISSING)


class CheckKind(models.TextChoices):
    """Which identity is checked."""

    RATIO = "ratio", _("ratio")
    SUM = "sum", _("sum of parts")
    AGREE = "agree", _("two figures agree")
    COUNT = "count", _("named things against a stated number")
    RANGE = "range", _("plausible ratio")
    UNIT = "unit", _("same unit")
    PART = "part", _("part of a whole")
    YTD = "ytd", _("running total never falls")
    REVISION = "revision", _("same figure in two releases")
    PRINTED = "printed", _("value as printed")


#: Kinds declared by officials; the others apply automatically.
DECLARED = (CheckKind.RATIO, CheckKind.SUM, CheckKind.AGREE, CheckKind.COUNT, CheckKind.RANGE)


class Doubt(models.TextChoices):
    """Why a check that fails is doubtful and no contradiction."""

    READING = "reading", _("it rests on a reading that the source does not confirm")
    UNITS = "units", _("the units differ, so equal numbers do not mean the same")
    NAMED = "named", _("the document may not name them all")
    RANGE = "range", _("the ratio is unusual, but not impossible")
    RELIABILITY = "reliability", _("one of the figures is estimated or an uncertain reading")


class CheckRole(models.TextChoices):
    """The role of a figure in a check."""

    RESULT = "result", _("stated result")
    NUMERATOR = "numerator", _("numerator")
    DENOMINATOR = "denominator", _("denominator")
    PART = "part", _("part")
    WHOLE = "whole", _("whole")
    LEFT = "left", _("one figure")
    RIGHT = "right", _("the other figure")
