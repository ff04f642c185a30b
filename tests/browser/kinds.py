"""One address of every kind of page, with the data of the two first releases."""

from tests.pages import LISTS, OF_EDUCATION, OF_HEALTH, OF_PROJECTS, OF_SAFETY, SECTORS

HOME = "/"
INDICATOR, BROKEN_DOWN = "/indicators/old-estates-renovated/", "/indicators/criminal-cases-solved-by-type/"
CHARTED = "/indicators/crime-free-villages/"
COMPARED = "/indicators/followup-visits/compare/"
LIST = "/indicators/"
RELEASE = "/releases/livelihood-press-conference-2022-12/"
COMMITMENT = "/commitments/old-estates-2022/"
PROJECT, GARDEN = (
    "/projects/tongyi-south-road-fenglin-jiangjiazhai-landscape/",
    "/projects/xiaocheng-garden-2022/",
)
PROGRAMME, LONG_PROGRAMME, PROJECT_CARDS = (
    "/projects/programmes/old-estates-2022/",
    "/projects/programmes/back-streets-2022/",
    "/projects/?stage=implementation&view=cards",
)
AREA, BARE_AREA = "/areas/fenglin/", "/areas/fenglin/?as_of=2022-01-31"
HITS, NO_HITS = "/search/?q=%E5%B0%8F%E5%8C%BA", "/search/?q=0x0x0x"
PAST = "/indicators/?as_of=2022-07-01"
FILTERED = "/commitments/?sector=projects"
LOGIN = "/accounts/login/"  # for officials: it sets the cookie of its form
NOTICES = "/notices/?topic=area:fenglin"

OF_WELFARE = (
    "/welfare/eligibility/?day=2022-05-01",
    "/welfare/schemes/",
    "/welfare/schemes/insurance-contribution-aid/",
    "/welfare/cards/",
)
OPERATION = "/safety/operations/hundred-days-2022/"
OF_PLACES_AND_TIMES = (
    "/facilities/district-culture-centre/",
    "/facilities/mayor-hotline-12345/",
    "/events/",
    "/events/week/",
    "/events/month/",
    "/events/anniversary-30-gala/",
)
THEME, TOUR = "/themes/fitness-sites/", "/themes/culture-to-homes/"
OF_SERVICES = (
    "/services/household-callback/",
    "/services/culture-hall/",
    "/guides/fraud/",
    "/guides/fraud/paid/",
    "/guides/medical-dispute/all/",
)

PUBLIC = [
    HOME,
    *(f"/{sector}/" for sector in SECTORS),
    *LISTS,
    INDICATOR,
    BROKEN_DOWN,
    COMPARED,
    RELEASE,
    COMMITMENT,
    PROJECT,
    GARDEN,
    PROGRAMME,
    LONG_PROGRAMME,
    PROJECT_CARDS,
    *OF_PROJECTS,
    *OF_SAFETY,
    *OF_WELFARE,
    *OF_SERVICES,
    *OF_HEALTH,
    *OF_EDUCATION,
    *OF_PLACES_AND_TIMES,
    OPERATION,
    THEME,
    TOUR,
    "/health/programmes/tooth-sealing/",
    "/areas/",
    AREA,
    BARE_AREA,
    FILTERED,
    PAST,
    HITS,
    NO_HITS,
    "/search/",
    NOTICES,
    "/notices/asked/",
    "/data/",
    "/how-to-read/",
    "/accessibility/",
    "/privacy/",
]
BAD, ABSENT = "/indicators/?colour=red", "/nothing/"
ERRORS = [BAD, ABSENT, "/errors/429/", "/errors/503/"]
WORKSHOP = ["/styleguide/", "/workshop/403/", "/admin/workshop/expired/", "/workshop/500/"]
