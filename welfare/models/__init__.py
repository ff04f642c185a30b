"""Schemes, their dated rules, what was paid under them, and cases to try rules on."""

from welfare.models.cases import EligibilityCase
from welfare.models.disbursement import Disbursement
from welfare.models.rules import Condition, Rule, SchemeVersion
from welfare.models.scheme import Scheme

__all__ = ["Condition", "Disbursement", "EligibilityCase", "Rule", "Scheme", "SchemeVersion"]
