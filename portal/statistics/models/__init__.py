"""Indicators, series, observations, codelists and checks."""

from portal.statistics.models.check import Check, CheckTerm
from portal.statistics.models.check_result import CheckOperand, CheckResult
from portal.statistics.models.codelists import Code, Dimension, Unit
from portal.statistics.models.indicator import Indicator
from portal.statistics.models.observation import Observation
from portal.statistics.models.series import Series

__all__ = [
    "Check",
    "CheckOperand",
    "CheckResult",
    "CheckTerm",
    "Code",
    "Dimension",
    "Indicator",
    "Observation",
    "Series",
    "Unit",
]
