"""Cases that officials invent, to try rules on before they are approved."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.records.fields import Named, code_validator
from portal.records.history import audited
from portal.staff.models import Department
from welfare.eligibility import Truth
from welfare.models.codes import codes_field
from welfare.models.scheme import Scheme

#: The three answers, as choices of a field.
ANSWERS = [
    (Truth.YES.value, _("yes")),
    (Truth.NO.value, _("no")),
    (Truth.CANNOT_TELL.value, _("cannot tell")),
]


@audited
class EligibilityCase(Named):
    """An invented case with the answer that the department expects: never a real person, and never public.

    `meets` and `fails` are codes of groups and conditions; what neither names is unanswered.
    """

    not_public = "Officials try rules on it."

    code = models.CharField(_("code"), max_length=80, unique=True, validators=[code_validator])
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="eligibility_cases", verbose_name=_("department")
    )
    scheme = models.ForeignKey(
        Scheme, models.PROTECT, related_name="eligibility_cases", verbose_name=_("scheme")
    )
    benefit = models.CharField(_("code of the benefit"), max_length=80, validators=[code_validator])
    day = models.DateField(_("day"))
    enrolled_on = models.DateField(_("enrolled on"), null=True, blank=True)
    meets = codes_field(_("meets the conditions"))
    fails = codes_field(_("does not meet the conditions"))
    expected = models.CharField(_("expected answer"), max_length=12, choices=ANSWERS)

    class Meta:
        ordering = ("scheme", "day", "code")
        verbose_name = _("case for trying rules")
        verbose_name_plural = _("cases for trying rules")
        constraints = [
            models.CheckConstraint(
                name="eligibility_case_not_both",
                condition=~Q(meets__overlap=models.F("fails")),
                violation_error_message=_("A condition is both met and not met."),
            ),
        ]
