"""The password authentication backend."""

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from portal.staff.models import User
from portal.staff.sign_in import attempts


class OfficialsBackend(ModelBackend):
    """Django's backend with counting of wrong passwords; only staff can sign in.

    Calls without a request, in commands and tests, are not counted.
    """

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs
    ) -> User | None:
        if request is None or username is None or password is None:
            return super().authenticate(request, username, password)
        try:
            attempt = attempts.begin(request, username, attempts.Step.PASSWORD)
        except attempts.Locked as locked:
            request.locked = locked
            raise PermissionDenied from None
        user = super().authenticate(request, username, password)
        if user is None:
            request.locked = attempts.wrong(attempt)
        else:
            attempts.right(attempt)
        return user

    def user_can_authenticate(self, user: User) -> bool:
        return super().user_can_authenticate(user) and user.is_staff
