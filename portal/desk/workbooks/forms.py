"""The upload of a workbook."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.spreadsheets.xlsx import LARGEST


class UploadForm(forms.Form):
    """An .xlsx, or a zip of CSV files."""

    workbook = forms.FileField(
        label=gettext_lazy("Workbook (.xlsx, or a .zip of CSV files)"),
        widget=forms.FileInput({"accept": ".xlsx,.zip"}),
        error_messages={
            "required": gettext_lazy("Choose the file."),
            "empty": gettext_lazy("The file is empty."),
        },
    )

    def clean_workbook(self) -> UploadedFile:
        file = self.cleaned_data["workbook"]
        if file.size > LARGEST:
            raise forms.ValidationError(
                _("The file is larger than %(size)d MB.") % {"size": LARGEST // 2**20}
            )
        return file
