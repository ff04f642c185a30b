"""The form of the checker: a box for each question that the rules of a day ask."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.web.days import YEARS, read_day
from welfare.detail import Eligibility, Question
from welfare.eligibility import ENROLLED_ON, Facts
from welfare.models import Condition

GROUPS, OTHERS = "groups", "others"
ANSWERS = [
    ("yes", gettext_lazy("Yes")),
    ("no", gettext_lazy("No")),
    ("", gettext_lazy("Not sure")),
]
OF_OTHERS = [
    ("no", gettext_lazy("I am in none of the other groups")),
    ("", gettext_lazy("I am not sure about the others")),
]


class DayField(forms.Field):
    """A day as browsers send it; empty is None."""

    def to_python(self, value: str) -> object:
        if not value:
            return None
        if (day := read_day(value)) is None:
            years = {"first": YEARS[0], "last": YEARS[-1]}
            raise forms.ValidationError(
                _("Write the day as YYYY-MM-DD, of a year from %(first)d to %(last)d.") % years
            )
        return day


class EligibilityForm(forms.Form):
    """The answers of one person. Groups ticked are met; the others are not met, or unanswered."""

    def __init__(self, eligibility: Eligibility, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.day = eligibility.day
        self.asked = eligibility.questions
        if self.group_questions:
            choices = [(question.code, question.text) for question in self.group_questions]
            self.fields[GROUPS] = forms.MultipleChoiceField(choices=choices, required=False)
            self.fields[OTHERS] = forms.ChoiceField(choices=OF_OTHERS, required=False)
        for question in self.circumstances:
            self.fields[question.code] = forms.ChoiceField(choices=ANSWERS, required=False)
        if self.asks_enrolment:
            self.fields[ENROLLED_ON] = DayField(required=False)

    @property
    def group_questions(self) -> list[Question]:
        return [question for question in self.asked if question.kind == Condition.Kind.GROUP]

    @property
    def circumstances(self) -> list[Question]:
        return [question for question in self.asked if question.kind == Condition.Kind.CIRCUMSTANCE]

    @property
    def asks_enrolment(self) -> bool:
        return any(question.code == ENROLLED_ON for question in self.asked)

    @property
    def chosen_groups(self) -> set[str]:
        return set(self.data.getlist(GROUPS)) if self.is_bound else set()

    @property
    def others_value(self) -> str:
        return self.data.get(OTHERS, "") if self.is_bound else ""

    @property
    def answers(self) -> list[tuple[str, object]]:
        return ANSWERS

    @property
    def circumstance_boxes(self) -> list[tuple[Question, str]]:
        """Each circumstance with the answer chosen."""
        return [(question, self.data.get(question.code, "")) for question in self.circumstances]

    @property
    def facts(self) -> Facts:
        """What a valid form says."""
        given = self.cleaned_data
        mine, others = given.get(GROUPS, ()), given.get(OTHERS) == "no"
        holds = {
            question.code: question.code in mine
            for question in self.group_questions
            if question.code in mine or others
        }
        holds |= {
            question.code: given[question.code] == "yes"
            for question in self.circumstances
            if given[question.code]
        }
        return Facts(self.day, holds, given.get(ENROLLED_ON))
