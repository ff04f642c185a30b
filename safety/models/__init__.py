"""Case statistics, and what the police did by name."""

from safety.models.cases import CRIME_TYPE, CaseMeasure, case_figures, case_rows, case_types
from safety.models.operations import CrimeFreeVillage, Operation, OperationFigure, OperationReport

__all__ = [
    "CRIME_TYPE",
    "CaseMeasure",
    "CrimeFreeVillage",
    "Operation",
    "OperationFigure",
    "OperationReport",
    "case_figures",
    "case_rows",
    "case_types",
]
