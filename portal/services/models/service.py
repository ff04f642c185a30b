"""Services: what residents can get done, where, and how."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.models import Area
from portal.facilities.models import Facility
from portal.publishing.models.content import OrdinaryContent, OrdinaryContentQuerySet, Reviewed
from portal.publishing.triggers import SWITCHED_PUBLIC
from portal.records.described import described_triggers
from portal.records.fields import Localized
from portal.records.history import audited, audited_link, never_truncated
from portal.records.search_index import Searched, in_both
from portal.services.models.content import change_of_part, codes_of
from portal.staff.models import Department, Sector
from portal.statistics.models import Indicator

SEARCHED = Searched(
    titles=in_both("name"),
    names=("aliases", "former_names"),
    texts=(
        *in_both("summary", "audience", "documents", "application", "hours", "promise", "fee", "law"),
        "phone",
    ),
)
WEB_PAGE = r"^https?://[^/\s]+(/\S*)?$"
#: The longest time that a service may be promised to take.
MOST_DAYS = 365


class ServiceQuerySet(OrdinaryContentQuerySet):
    """QuerySet words for services."""

    def for_list(self) -> "ServiceQuerySet":
        """Ready to render in a list."""
        rows = self.select_related("department", "sector", "release", "standard").order_by("pinyin", "code")
        return rows.prefetch_related(
            models.Prefetch("areas", Area.objects.select_related("parent").order_by("code")),
            models.Prefetch(
                "facilities", Facility.objects.select_related("area", "release").order_by("pinyin", "code")
            ),
        )


@audited
class Service(OrdinaryContent, Reviewed):
    """What a resident can get done: who may, what to bring, where, when, how long it is promised to take.

    What no release and nobody else says stays empty, and is shown as not published.
    """

    summary_zh = models.TextField(_("in brief (Chinese)"), help_text=_("The answer in a sentence or two."))
    summary_en = models.TextField(_("in brief (English)"))
    summary = Localized("summary")
    audience_zh = models.TextField(_("who may (Chinese)"), blank=True)
    audience_en = models.TextField(_("who may (English)"), blank=True)
    audience = Localized("audience")
    documents_zh = models.TextField(_("what to bring (Chinese)"), blank=True, help_text=_("One a line."))
    documents_en = models.TextField(_("what to bring (English)"), blank=True)
    documents = Localized("documents")
    application_zh = models.TextField(_("how to apply (Chinese)"), blank=True)
    application_en = models.TextField(_("how to apply (English)"), blank=True)
    application = Localized("application")
    hours_zh = models.TextField(_("when (Chinese)"), blank=True)
    hours_en = models.TextField(_("when (English)"), blank=True)
    hours = Localized("hours")
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    online = models.URLField(
        _("online address"), blank=True, help_text=_("Where one applies online, if anywhere.")
    )
    promise_zh = models.TextField(_("promised time (Chinese)"), blank=True)
    promise_en = models.TextField(_("promised time (English)"), blank=True)
    promise = Localized("promise")
    promised_days = models.PositiveSmallIntegerField(
        _("promised working days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)],
    )
    fee_zh = models.TextField(_("fee (Chinese)"), blank=True)
    fee_en = models.TextField(_("fee (English)"), blank=True)
    fee = Localized("fee")
    law_zh = models.TextField(_("law (Chinese)"), blank=True)
    law_en = models.TextField(_("law (English)"), blank=True)
    law = Localized("law")
    law_address = models.URLField(_("address of the law"), blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="services", verbose_name=_("department")
    )
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="services", verbose_name=_("sector"))
    areas = models.ManyToManyField(Area, blank=True, related_name="services", verbose_name=_("areas"))
    facilities = models.ManyToManyField(
        Facility, blank=True, related_name="services", verbose_name=_("where to go or ring up")
    )
    standard = models.ForeignKey(
        Indicator,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="standards_of",
        verbose_name=_("standard"),
        help_text=_("The indicator of a promised level of service."),
    )
    counts = codes_of(_("counts"), help_text=_("Codes of the indicators that count it."))
    next_services = codes_of(_("further services"), help_text=_("Codes of the services to which it leads."))
    next_guides = codes_of(_("guides"), help_text=_("Codes of the guides that help with it."))
    is_public = models.BooleanField(_("public"), default=False)

    MOST_DAYS = MOST_DAYS
    objects = ServiceQuerySet.as_manager()
    searched = SEARCHED

    class Meta:
        ordering = ("pinyin", "code")
        verbose_name = _("service")
        verbose_name_plural = _("services")
        indexes = [SEARCHED.index("service_search")]
        constraints = [
            models.CheckConstraint(
                name="service_promised_days_are_few",
                condition=models.Q(promised_days=None) | models.Q(promised_days__range=(1, MOST_DAYS)),
                violation_error_message=_("A service is promised within 1 to 365 working days."),
            ),
            *(
                models.CheckConstraint(
                    name=f"service_{name}_is_a_web_page",
                    condition=models.Q(**{name: ""}) | models.Q(**{f"{name}__regex": WEB_PAGE}),
                    violation_error_message=_("An address begins with https:// or http://."),
                )
                for name in ("online", "law_address")
            ),
        ]
        triggers = described_triggers(SWITCHED_PUBLIC)


@audited_link
class ServiceArea(Service.areas.through):
    """That a service is for an area."""

    class Meta:
        proxy = True
        verbose_name = _("area of a service")
        verbose_name_plural = _("areas of services")
        triggers = [change_of_part("portal_service", "service_id"), never_truncated()]


@audited_link
class ServiceFacility(Service.facilities.through):
    """That a service is to be had at a facility."""

    class Meta:
        proxy = True
        verbose_name = _("facility of a service")
        verbose_name_plural = _("facilities of services")
        triggers = [change_of_part("portal_service", "service_id"), never_truncated()]
