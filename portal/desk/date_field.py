"""Days as officials write them."""

import re
import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _

#: What stands between year, month and day, and what may follow the day.
BETWEEN = re.compile(r"\s*[年月/.\-]\s*")
AFTER = re.compile(r"\s*日$")


class DayField(forms.DateField):
    """Takes 2026-11-20, 2026/11/20, 2026.11.20 and 2026年11月20日, in full-width digits too."""

    default_error_messages = {"invalid": _("There is no such day. Write days as 2026-11-20.")}

    def __init__(self, **kwargs) -> None:
        super().__init__(**{"input_formats": ["%Y-%m-%d"]} | kwargs)

    def to_python(self, value: object) -> object:
        if isinstance(value, str):
            value = AFTER.sub("", unicodedata.normalize("NFKC", value).strip())
            value = BETWEEN.sub("-", value)
        return super().to_python(value)
