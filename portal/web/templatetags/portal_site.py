"""Template tags of every page: links that keep moment, language and care mode; site name, sectors, languages."""

from decimal import Decimal
from urllib.parse import parse_qsl, urlencode

from django import template
from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.template import Context
from django.urls import reverse

from portal.web import middleware
from portal.web import sectors as registry
from portal.web.numbers import is_english

register = template.Library()

#: Page parameters that data does not have: page number and layout.
OF_PAGES = ("page", "view")
#: Parameters carried from page to page.
KEPT = ("as_of", "lang", "care")


def request_of(context: Context) -> HttpRequest | None:
    """The request, even within `{% include … only %}`; None on a page rendered without one."""
    return getattr(context, "request", None) or context.get("request")


def kept_parameters(context: Context) -> dict[str, str]:
    """The valid moment and language parameters of the page's address."""
    request = request_of(context)
    if request is None:
        return {}
    moment = getattr(request, "moment", None)
    kept = {
        "as_of": getattr(moment, "as_of", None),
        "lang": chosen_language(request),
        "care": chosen_care(request),
    }
    return {key: value for key, value in kept.items() if value}


def chosen_language(request: HttpRequest) -> str | None:
    """The language in the address, if the portal supports it."""
    asked = request.GET.get("lang", "")
    return asked if asked in {code for code, _name in settings.LANGUAGES} else None


def chosen_care(request: HttpRequest) -> str | None:
    """What the address says of care mode, for who keeps no cookies."""
    asked = request.GET.get(middleware.CARE, "")
    return asked if asked in {middleware.ON, middleware.OFF} else None


def kept_of_data(context: Context) -> dict[str, str]:
    """What an address of data keeps: data has no care mode."""
    return {key: value for key, value in kept_parameters(context).items() if key != middleware.CARE}


@register.simple_tag(takes_context=True)
def to(context: Context, name: str, *args: object, fragment: str = "", **query: object) -> str:
    """Address of a page by URL name; keyword arguments become its query."""
    parameters = {key: value for key, value in query.items() if value not in (None, "")}
    return _address(reverse(name, args=args), {**parameters, **kept_parameters(context)}, fragment)


@register.simple_tag(takes_context=True)
def to_file(context: Context, name: str, *args: object, **query: object) -> str:
    """Address of a file by URL name, with the reader's moment and language: a file has no care mode."""
    parameters = {key: value for key, value in query.items() if value not in (None, "")}
    return _address(reverse(name, args=args), {**parameters, **kept_of_data(context)}, "")


@register.simple_tag(takes_context=True)
def sector_page(context: Context, sector: str) -> str:
    """Address of a sector's page, which its app serves."""
    return to(context, f"{sector}:sector")


@register.simple_tag(takes_context=True)
def keep(context: Context, address: str) -> str:
    """A given portal address with the reader's moment and language."""
    path, _mark, fragment = address.partition("#")
    path, _mark, query = path.partition("?")
    return _address(path, {**dict(parse_qsl(query)), **kept_parameters(context)}, fragment)


@register.simple_tag(takes_context=True)
def here(context: Context, **changes: object) -> str:
    """Address of this page with parameters changed; an empty value removes one."""
    request = request_of(context)
    if request is None:
        return "?"
    query = request.GET.copy()
    for key, value in changes.items():
        if value in (None, ""):
            query.pop(key, None)
        else:
            query[key] = str(value)
    return _address(request.path, query)


@register.simple_tag(takes_context=True)
def twin(context: Context, noun: str, extension: str = "", **query: object) -> str:
    """Address of the JSON, CSV or XLSX version of this page: with its filters, or with the `query` given instead."""
    parameters = query or _filters(request_of(context))
    path = f"{reverse('api:index')}{noun}{'.' * bool(extension)}{extension}"
    return _address(path, {**parameters, **kept_of_data(context)})


@register.simple_tag(takes_context=True)
def record(context: Context, noun: str, code: str) -> str:
    """Address of the JSON of one row."""
    return _address(f"{reverse('api:index')}{noun}/{code}", kept_of_data(context))


@register.inclusion_tag("components/kept_inputs.html", takes_context=True)
def kept_inputs(context: Context, *without: str) -> dict[str, object]:
    """Hidden inputs that preserve moment and language in a form."""
    kept = kept_parameters(context)
    return {"pairs": [(key, value) for key, value in kept.items() if key not in without]}


@register.inclusion_tag("components/kept_inputs.html", takes_context=True)
def query_inputs(context: Context, *without: str) -> dict[str, object]:
    """Hidden inputs that preserve the page's query in a form, except some parameters."""
    request = request_of(context)
    lists = request.GET.lists() if request else []
    return {"pairs": [(key, value) for key, values in lists if key not in without for value in values]}


def _filters(request: HttpRequest | None) -> dict[str, object]:
    """The filter parameters of the page's query."""
    if request is None:
        return {}
    return {key: values for key, values in request.GET.lists() if key not in {*OF_PAGES, *KEPT}}


def _address(path: str, query: dict[str, object] | QueryDict, fragment: str = "") -> str:
    encoded = query.urlencode() if isinstance(query, QueryDict) else urlencode(query, doseq=True)
    return f"{path}{'?' * bool(encoded)}{encoded}{'#' * bool(fragment)}{fragment}"


#: 我为政府网站找错, the State Council's platform for errors on government sites.
REPORT_ERRORS = "https://zfwzgl.www.gov.cn/exposure/jiucuo.html"
ICP_REGISTER, POLICE_REGISTER = "https://beian.miit.gov.cn/", "https://beian.mps.gov.cn/"
#: Each language's own name and its HTML tag.
OWN_NAMES = {"zh-hans": ("中文", "zh-Hans"), "en": ("English", "en")}


@register.simple_tag
def site_name() -> str:
    """The portal's name in the reader's language."""
    return settings.SITE_NAME["en" if is_english() else "zh-hans"]


@register.simple_tag
def district_name() -> str:
    """The district's name in the reader's language; empty if not set."""
    return settings.DISTRICT["en" if is_english() else "zh-hans"]


@register.simple_tag
def site_identity() -> dict[str, str]:
    """What the foot of a government site names, as far as it is set.

    `report` is the address at which the State Council's platform 我为政府网站找错 takes reports about the site.
    """
    language = "en" if is_english() else "zh-hans"
    code = settings.SITE_ID_CODE
    return {
        "owner": settings.OWNER[language],
        "contact": settings.CONTACT[language],
        "phone": settings.CONTACT_PHONE,
        "email": settings.CONTACT_EMAIL,
        "icp": settings.ICP_NUMBER,
        "icp_register": ICP_REGISTER,
        "police": settings.POLICE_NUMBER,
        "police_register": POLICE_REGISTER,
        "code": code,
        "report": f"{REPORT_ERRORS}?{urlencode({'site_code': code})}" if code else "",
    }


@register.simple_tag
def html_lang() -> str:
    """The reader's language as an HTML `lang`."""
    return OWN_NAMES["en" if is_english() else "zh-hans"][1]


@register.simple_tag
def languages() -> list[dict[str, str | bool]]:
    """The portal's languages: code, own name, HTML tag, whether it is the current one."""
    active = "en" if is_english() else "zh-hans"
    return [
        {"code": code, "name": OWN_NAMES[code][0], "tag": OWN_NAMES[code][1], "active": code == active}
        for code, _name in settings.LANGUAGES
    ]


@register.simple_tag
def sectors() -> list[dict[str, str]]:
    """The sectors in order, named in the reader's language; no query."""
    ordered = sorted(registry.sectors.values(), key=lambda spec: spec.order)
    return [{"code": spec.code, "name": spec.name_en if is_english() else spec.name_zh} for spec in ordered]


@register.simple_tag(takes_context=True)
def current(context: Context, path: str) -> str:
    """For aria-current: “page” on that very page, “true” below it, otherwise empty."""
    request, path = request_of(context), path.partition("?")[0]
    if request is None or not request.path.startswith(path):
        return ""
    return "page" if request.path == path else "true"


@register.simple_tag(takes_context=True)
def care_mode(context: Context) -> bool:
    """Whether the reader is in care mode: then a page leaves out what is not needed to understand or to act."""
    return getattr(request_of(context), "care", False)


@register.filter
def unlocalized(number: Decimal) -> str:
    """A number as SVG takes it, whatever the reader's language."""
    return f"{number:f}"
