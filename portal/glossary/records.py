"""Glossary terms as records."""

from django.utils.translation import gettext_lazy

from portal.glossary import validation
from portal.glossary.api import GlossaryDetail, GlossaryList
from portal.glossary.models import GlossaryTerm
from portal.glossary.search import glossary_hits
from portal.publishing.models import Release
from portal.records.access import Access, public_rows
from portal.records.columns import NAMES, Boolean, Code, Integer, Text, Texts, texts
from portal.records.fields import sort_by_reading
from portal.records.lookups import Target
from portal.records.sheets import Group, Reference, Sheet
from portal.records.types import RecordType, Source
from portal.staff.models import Department, Sector
from portal.web.api.endpoints import Endpoint

GLOSSARY = Sheet(
    "Glossary",
    gettext_lazy("Glossary"),
    Group.CONTENT,
    20,
    GlossaryTerm,
    (
        Code("code", required=True),
        *texts(*NAMES, required=True),
        Text("reading"),
        *texts("explanation_zh", "explanation_en", required=True),
        Boolean("explained", field="is_explained"),
        Reference("sector", Target(Sector), required=True),
        Reference("department", Target(Department), required=True),
        Texts("indicators"),
        Texts("aliases"),
        Reference("release", Target(Release, by="slug")),
        Text("section"),
        Integer("paragraph"),
        Boolean("public", field="is_public"),
    ),
    key=("code",),
    prepare=sort_by_reading,
)

RECORDS = [
    RecordType(
        model=GlossaryTerm,
        access=Access(("department_id",), public=public_rows(GlossaryTerm)),
        sheet=GLOSSARY,
        validate=validation.validate,
        context=validation.context,
        endpoint=Endpoint(
            "glossary",
            GlossaryList,
            GlossaryDetail,
            gettext_lazy("Glossary"),
            gettext_lazy("Programme names and acronyms, as far as the releases explain them."),
            "glossary-list",
        ),
        source=Source(
            "glossary",
            gettext_lazy("Glossary"),
            GlossaryTerm,
            lambda at: GlossaryTerm.objects.public(at).for_list(),
            glossary_hits,
            suggested=True,
            order=75,
        ),
    ),
]
