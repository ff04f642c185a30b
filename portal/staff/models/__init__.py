"""Officials, departments and sectors, and records of signing in."""

from portal.staff.models.departments import Department, Sector
from portal.staff.models.sign_in import SecondFactor, SignInFailure
from portal.staff.models.users import (
    ADMINISTRATOR,
    DEMO,
    EDITOR,
    GROUP_NAMES,
    HEAD,
    REVIEWER,
    ROLES,
    Membership,
    User,
)

__all__ = [
    "ADMINISTRATOR",
    "DEMO",
    "EDITOR",
    "GROUP_NAMES",
    "HEAD",
    "REVIEWER",
    "ROLES",
    "Department",
    "Membership",
    "SecondFactor",
    "Sector",
    "SignInFailure",
    "User",
]
