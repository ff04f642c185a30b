"""Officials, departments and sectors, and records of signing in."""

import re

import pghistory
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from portal.records.access import ADMINISTRATOR, EDITOR, HEAD, REVIEWER
from portal.records.described import Described, described_triggers
from portal.records.fields import Localized, Named, code_validator
from portal.records.history import audited, audited_link, never_truncated
from portal.records.search_index import Searched, in_both
from portal.web.data_version import public_change

DEPARTMENT_SEARCHED = Searched(titles=in_both("name"), names=("former_names",), texts=in_both("note"))


class Sector(Named):
    """A theme of people's livelihood; each is the domain of one Django app.

    The rows follow the installed apps (`portal.web.sectors`) and are never edited.
    """

    code = models.SlugField(_("code"), primary_key=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ("order", "code")
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")
        triggers = [public_change()]


@audited
class Department(Described):
    """A body of the district government. It is responsible for figures, and only its officials edit them."""

    code = models.CharField(_("code"), max_length=60, unique=True, validators=[code_validator])
    note_zh = models.TextField(_("note (Chinese)"), blank=True)
    note_en = models.TextField(_("note (English)"), blank=True)
    note = Localized("note")
    searched = DEPARTMENT_SEARCHED

    class Meta:
        ordering = ("code",)
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        indexes = [DEPARTMENT_SEARCHED.index("department_search")]
        triggers = described_triggers()


CHINESE = re.compile(r"[\u3400-\u9fff]")
ROLES = {
    EDITOR: _("Editor"),
    REVIEWER: _("Reviewer"),
    HEAD: _("Department head"),
    ADMINISTRATOR: _("Administrator"),
}

#: Group that marks a demo account. It grants nothing.
DEMO = "demo"

#: Names of the groups for officials.
GROUP_NAMES = {**ROLES, DEMO: _("Account for trying out")}

#: Roles that decide on publication, or appoint those who do; they need a second factor.
GUARDED = frozenset({REVIEWER, HEAD, ADMINISTRATOR})


@audited(exclude=["password", "last_login", "sessions_ended"])
class User(AbstractUser):
    """An official. Belongs to one department and edits only its rows; an administrator may edit all.

    Roles are groups named in `ROLES`. Staff status opens the admin; roles grant the permissions in it.
    """

    not_public = "Public pages name departments, not officials."

    department = models.ForeignKey(
        "portal.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="officials",
        verbose_name=_("department"),
    )
    password_changed_at = models.DateTimeField(_("password changed"), null=True, editable=False)
    password_is_temporary = models.BooleanField(
        _("password to be changed"),
        default=False,
        editable=False,
        help_text=_("An administrator has set it; the official chooses another at the next sign-in."),
    )
    unlocked_at = models.DateTimeField(_("unlocked"), null=True, editable=False)
    sessions_ended = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("official")
        verbose_name_plural = _("officials")

    def __str__(self) -> str:
        return self.get_full_name() or self.get_username()

    def get_full_name(self) -> str:
        """The name as usually written: in Chinese the surname first and no space."""
        given, surname = self.first_name.strip(), self.last_name.strip()
        if CHINESE.search(given + surname):
            return surname + given
        return f"{given} {surname}".strip()

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(raw_password)
        self.password_changed_at = timezone.now()

    def get_session_auth_hash(self) -> str:
        return self._get_session_auth_hash()

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Sessions end when the password, department or roles change, or when `sessions_ended` is set."""
        rights = f"{self.department_id} {sorted(self.roles)} {self.is_superuser} {self.sessions_ended}"
        salt = "portal.User.session"
        return salted_hmac(salt, f"{self.password} {rights}", secret=secret, algorithm="sha256").hexdigest()

    def has_role(self, role: str) -> bool:
        """Whether the official is active and has the role."""
        return self.is_active and role in self.roles

    @property
    def roles(self) -> frozenset[str]:
        """Codes of the roles, read once an instance."""
        if not hasattr(self, "_roles"):
            self._roles = frozenset(self.groups.values_list("name", flat=True)) if self.pk else frozenset()
        return self._roles

    @property
    def is_administrator(self) -> bool:
        """Whether the official may edit every department's rows."""
        return self.is_active and (self.is_superuser or self.has_role(ADMINISTRATOR))

    def edits_for(self, department_id: int | None) -> bool:
        """Whether the official may edit the department's rows."""
        if self.is_administrator:
            return True
        return self.has_role(EDITOR) and department_id is not None and self.department_id == department_id

    def reviews_for(self, department_id: int) -> bool:
        """Whether the official is a reviewer or the head of the department, who may decide on its releases."""
        decides = self.has_role(REVIEWER) or self.has_role(HEAD)
        return decides and self.department_id == department_id

    def heads(self, department_id: int | None) -> bool:
        """Whether the official heads the department: sees its officials, reschedules its releases, previews them."""
        return self.has_role(HEAD) and department_id is not None and self.department_id == department_id

    @property
    def is_guarded(self) -> bool:
        """Whether the official may approve, or appoint others who may: such an account is worth stealing."""
        return self.is_superuser or bool(GUARDED & self.roles)

    @property
    def needs_second_factor(self) -> bool:
        """Whether the official must have a second factor. The installation may exempt demo accounts."""
        exempt = settings.DEMO_WITHOUT_SECOND_FACTOR and DEMO in self.roles
        return settings.SECOND_FACTOR_REQUIRED and self.is_guarded and not exempt

    @property
    def has_second_factor(self) -> bool:
        return Authenticator.objects.filter(user_id=self.pk, type=Authenticator.Type.TOTP).exists()


@audited_link
class Membership(User.groups.through):
    """A role held by an official; tracked, so that the audit trail shows who granted and revoked it."""

    not_public = "As its user."

    class Meta:
        proxy = True
        verbose_name = _("role of an official")
        verbose_name_plural = _("roles of officials")


class SignInFailure(models.Model):
    """A wrong password or code. Too many lock the account for a while; each is deleted after 90 days.

    The name is as typed and need not be an official's.
    """

    class Step(models.TextChoices):
        PASSWORD = "password", _("Password")
        CODE = "code", _("Second step")

    username = models.CharField(_("username"), max_length=150)
    address = models.GenericIPAddressField(_("network address"), null=True)
    step = models.CharField(_("step"), max_length=8, choices=Step.choices)
    at = models.DateTimeField(_("time"))
    counts = models.BooleanField(
        _("still counts"),
        default=True,
        help_text=_("Until the official signs in or an administrator unlocks."),
    )

    class Meta:
        verbose_name = _("failed sign-in")
        verbose_name_plural = _("failed sign-ins")
        indexes = [models.Index(fields=["username", "-at"]), models.Index(fields=["at"])]

    def __str__(self) -> str:
        return self.username


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.DeleteEvent(),
    append_only=True,
    exclude=["data", "last_used_at"],
    meta={"triggers": [never_truncated()]},
)
class SecondFactor(Authenticator):
    """An official's authenticator app or recovery codes. Audited when added and removed, never its content."""

    not_public = "As its user."

    class Meta:
        proxy = True
        verbose_name = _("second factor")
        verbose_name_plural = _("second factors")
