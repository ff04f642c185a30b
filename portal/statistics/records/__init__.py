"""Record types of statistics."""

from portal.statistics.checks import check_anew
from portal.statistics.records.indicators import CODE, DIMENSION, INDICATOR, SERIES, UNIT
from portal.statistics.records.observations import (
    ASSESSMENTS,
    CHECK,
    CHECK_OPERAND,
    CHECK_RESULT,
    CHECK_TERM,
    OBSERVATION,
)

RECORDS = [
    INDICATOR,
    SERIES,
    OBSERVATION,
    CHECK,
    CHECK_TERM,
    CHECK_RESULT,
    CHECK_OPERAND,
    UNIT,
    DIMENSION,
    CODE,
]
DERIVATIONS = [check_anew]
__all__ = ["ASSESSMENTS", "DERIVATIONS", "RECORDS"]
