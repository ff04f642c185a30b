"""Case statistics, figures of policing by area, and what the police did by name."""

from safety.models.cases import CRIME_TYPE, CaseMeasure, case_figures, case_rows, case_types
from safety.models.local import AreaMeasure, CrimeFreeVillage
from safety.models.operations import Operation, OperationFigure, OperationReport

__all__ = [
    "CRIME_TYPE",
    "AreaMeasure",
    "CaseMeasure",
    "CrimeFreeVillage",
    "Operation",
    "OperationFigure",
    "OperationReport",
    "case_figures",
    "case_rows",
    "case_types",
]
