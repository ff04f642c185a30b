"""Guides: steps and questions with answers that lead on, kept as a state graph."""

import re

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.publishing.models.content import OrdinaryContent, OrdinaryContentQuerySet, Reviewed, Sourced
from portal.publishing.triggers import SWITCHED_PUBLIC
from portal.records.described import described_triggers
from portal.records.fields import Localized, code_validator
from portal.records.history import audited
from portal.records.search_index import Searched, in_both
from portal.services.faults import GRAPH_FAULTS
from portal.services.models.content import change_of_part, codes_of
from portal.staff.models import Department, Sector

#: A page of this site, or an https address.
SAFE_LINK = r"^(/[a-z0-9]|https://[^/\s]+)\S*$"

SEARCHED = Searched(titles=in_both("name"), names=("aliases", "former_names"), texts=in_both("summary"))


def whole_while_public(guide: str) -> pgtrigger.Trigger:
    """Refuses a public guide that cannot be walked to an end; `guide`: its id in a row, such as `{row}.id`."""
    return pgtrigger.Trigger(
        name="public_guide_is_whole",
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        declare=[("this", "bigint"), ("faults", "text")],
        func=f"""
        this := CASE WHEN TG_OP = 'DELETE' THEN {guide.format(row="OLD")} ELSE {guide.format(row="NEW")} END;
        IF EXISTS (SELECT FROM portal_guide g WHERE g.id = this AND g.is_public) THEN
            {GRAPH_FAULTS}
            IF faults IS NOT NULL THEN
                RAISE EXCEPTION 'guide %: %', (SELECT code FROM portal_guide WHERE id = this), faults
                    USING ERRCODE = 'check_violation', DETAIL = faults;
            END IF;
        END IF;
        RETURN NULL;
        """,  # noqa: S608 - our own words
    )


class GuideQuerySet(OrdinaryContentQuerySet):
    """QuerySet words for guides."""

    def for_list(self) -> "GuideQuerySet":
        """Ready to render in a list."""
        return self.select_related("department", "sector", "release").order_by("pinyin", "code")


@audited
class Guide(OrdinaryContent, Reviewed):
    """A way through a matter, one step or question at a time. A public guide leads from every node to an end."""

    summary_zh = models.TextField(_("in brief (Chinese)"), help_text=_("What the guide is for."))
    summary_en = models.TextField(_("in brief (English)"))
    summary = Localized("summary")
    start = models.CharField(
        _("first node"),
        max_length=80,
        validators=[code_validator],
        help_text=_("The code of the first node."),
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="guides", verbose_name=_("department")
    )
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="guides", verbose_name=_("sector"))
    is_public = models.BooleanField(_("public"), default=False)

    objects = GuideQuerySet.as_manager()
    searched = SEARCHED

    class Meta:
        ordering = ("pinyin", "code")
        verbose_name = _("guide")
        verbose_name_plural = _("guides")
        indexes = [SEARCHED.index("guide_search")]
        triggers = [*described_triggers(SWITCHED_PUBLIC), whole_while_public("{row}.id")]


@audited
class GuideNode(Sourced, Reviewed):
    """One page of a guide: a step that leads on, a question with answers, or an end with whom to call."""

    class Kind(models.TextChoices):
        STEP = "step", _("step")
        QUESTION = "question", _("question")
        END = "end", _("end")

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="nodes", verbose_name=_("guide"))
    code = models.CharField(_("code"), max_length=80, validators=[code_validator])
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    title_zh = models.CharField(_("title (Chinese)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=300)
    title = Localized("title")
    text_zh = models.TextField(_("text (Chinese)"))
    text_en = models.TextField(_("text (English)"))
    text = Localized("text")
    next = models.CharField(
        _("leads to"),
        max_length=80,
        blank=True,
        validators=[code_validator],
        help_text=_("Of a step: the code of the next node."),
    )
    facilities = codes_of(_("whom to call"), help_text=_("Codes of the facilities to go to or ring up."))
    services = codes_of(_("services"), help_text=_("Codes of the services that help here."))
    address = models.CharField(
        _("link"),
        max_length=300,
        blank=True,
        help_text=_("A page of this site, which begins with a slash, or an https address."),
    )
    address_label_zh = models.CharField(_("text of the link (Chinese)"), max_length=200, blank=True)
    address_label_en = models.CharField(_("text of the link (English)"), max_length=300, blank=True)
    address_label = Localized("address_label")

    LINK = re.compile(SAFE_LINK)

    class Meta:
        ordering = ("guide", "pk")
        verbose_name = _("node of a guide")
        verbose_name_plural = _("nodes of guides")
        constraints = [
            models.UniqueConstraint(fields=["guide", "code"], name="guide_node_once"),
            models.CheckConstraint(
                name="guide_node_is_not_all",
                condition=~models.Q(code="all"),
                violation_error_message=_("“all” is the address of the whole guide."),
            ),
            models.CheckConstraint(
                name="guide_node_leads_on_if_step",
                condition=models.Q(kind="step") & ~models.Q(next="")
                | ~models.Q(kind="step") & models.Q(next=""),
                violation_error_message=_("A step, and nothing else, leads to a next node."),
            ),
            models.CheckConstraint(
                name="guide_node_link_is_safe",
                condition=models.Q(address="") | models.Q(address__regex=SAFE_LINK),
                violation_error_message=_("A link begins with a slash, or with https://."),
            ),
            models.CheckConstraint(
                name="guide_node_link_has_a_text",
                condition=models.Q(address="", address_label_zh="")
                | ~models.Q(address="") & ~models.Q(address_label_zh=""),
                violation_error_message=_("A link needs its text, and a text its link."),
            ),
        ]
        triggers = [change_of_part("portal_guide", "guide_id"), whole_while_public("{row}.guide_id")]

    def __str__(self) -> str:
        return self.title

    @property
    def has_contact(self) -> bool:
        """Whether it says whom to call or where to go on."""
        return bool(self.facilities or self.services or self.address)


@audited
class GuideAnswer(models.Model):
    """An answer to the question of a node, which leads to another node."""

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="answers", verbose_name=_("guide"))
    node = models.CharField(
        _("question"), max_length=80, validators=[code_validator], help_text=_("The code of its node.")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    text_zh = models.CharField(_("answer (Chinese)"), max_length=200)
    text_en = models.CharField(_("answer (English)"), max_length=300)
    text = Localized("text")
    leads_to = models.CharField(
        _("leads to"), max_length=80, validators=[code_validator], help_text=_("The code of the next node.")
    )

    class Meta:
        ordering = ("guide", "node", "order", "pk")
        verbose_name = _("answer of a guide")
        verbose_name_plural = _("answers of guides")
        constraints = [
            models.UniqueConstraint(fields=["guide", "node", "order"], name="guide_answer_once"),
        ]
        triggers = [change_of_part("portal_guide", "guide_id"), whole_while_public("{row}.guide_id")]

    def __str__(self) -> str:
        return self.text
