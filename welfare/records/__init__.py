"""The records of welfare: schemes, their dated rules with cases to try them, disbursements."""

from welfare.records.disbursements import DISBURSEMENTS
from welfare.records.rules import RULES
from welfare.records.schemes import SCHEMES

RECORDS = [SCHEMES, *RULES, DISBURSEMENTS]
