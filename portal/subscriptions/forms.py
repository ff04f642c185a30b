"""The subscription form.

It is open to everyone and sets no cookie, so there is no CSRF cookie. None is needed: forging a submission gains
nothing that the attacker could not do directly, namely send the address one confirmation request. Abuse in bulk is
limited by a signed token with a timestamp, a honeypot field, and a rate limit for each address.
"""

from django import forms
from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal.records.topics import Found, Subject
from portal.web.templatetags.portal_site import OWN_NAMES

#: Seconds for which an opened form may be submitted.
OPEN_FOR = 12 * 3600
LONGEST_ADDRESS = 254
signer = TimestampSigner(salt="notices.form")


def new_token() -> str:
    return signer.sign("form")


class AskForm(forms.Form):
    """Address, topic and language; `options` are the available topics, the first one preselected."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=LONGEST_ADDRESS,
        error_messages={
            "required": gettext_lazy("Enter an e-mail address, for example name@example.org."),
            "invalid": gettext_lazy(
                "This is not an e-mail address. Use one @ between name and domain, for example name@example.org."
            ),
            "max_length": gettext_lazy("An e-mail address may have at most 254 characters."),
        },
    )
    topic = forms.ChoiceField(
        label=gettext_lazy("Topic to follow"),
        error_messages={
            "required": gettext_lazy("Choose a topic."),
            "invalid_choice": gettext_lazy("Choose one of the topics listed here."),
        },
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the e-mails"),
        choices=[(code, OWN_NAMES[code][0]) for code, _name in settings.LANGUAGES],
        error_messages={
            "required": gettext_lazy("Choose a language."),
            "invalid_choice": gettext_lazy("Choose one of the languages listed here."),
        },
    )
    website = forms.CharField(required=False)
    opened = forms.CharField(required=False)

    def __init__(self, data: object = None, *, options: list[Found]) -> None:
        super().__init__(data, initial={"language": get_language(), "topic": options[0].subject.key})
        self.options = options
        self.fields["topic"].choices = [(found.subject.key, found.name) for found in options]

    @property
    def is_machine(self) -> bool:
        """Whether the honeypot field is filled in."""
        return bool(self.data.get("website"))

    @property
    def subject(self) -> Subject:
        return Subject.read(self.cleaned_data["topic"])

    def clean(self) -> dict:
        try:
            signer.unsign(self.cleaned_data.get("opened", ""), max_age=OPEN_FOR)
        except BadSignature:
            raise forms.ValidationError(
                _("This page has been open for too long. Nothing is lost: please submit it again.")
            ) from None
        return super().clean()

    def token(self) -> str:
        return new_token()
