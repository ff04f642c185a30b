"""Welfare as JSON: records, and the calculation of eligibility."""

from django.urls import path

from welfare.api.eligibility import EligibilityCalculation
from welfare.api.records import (
    DisbursementFields,
    DisbursementFilter,
    RuleFields,
    RuleFilter,
    SchemeVersionFields,
    SchemeVersionFilter,
)
from welfare.api.schemes import SCHEMES

__all__ = [
    "DisbursementFields",
    "DisbursementFilter",
    "RuleFields",
    "RuleFilter",
    "SchemeVersionFields",
    "SchemeVersionFilter",
]

ENDPOINTS = [SCHEMES]
FURTHER_ROUTES = [
    path("welfare/eligibility", EligibilityCalculation.as_view(), name="welfare-eligibility"),
    path("welfare/eligibility/", EligibilityCalculation.as_view()),
]
