"""What the shipped data must not be made to say: a share of what is not comparable, a rest that nobody named."""

import pytest
from django.core.management import call_command
from django.test import Client

from portal.statistics.models import CheckResult, Indicator, Observation
from projects.models import Undertaking

pytestmark = pytest.mark.django_db
ESTATES, LOSSES = "old-estates-renovated", "case-losses-recovered"
#: Nobody printed these: 13 of 14, 103 of 355 and the rest.
NEVER = {"92.9", "29.0%", "71.0%", "252万", "2,520,000"}


def addresses() -> list[str]:
    """Every page and answer that draws, compares or adds up figures."""
    indicators = Indicator.objects.values_list("code", flat=True)
    programmes = Undertaking.objects.filter(kind="programme").values_list("code", flat=True)
    sectors = ("projects", "safety", "health", "welfare", "culture", "education")
    return [
        "/",
        *(f"/{sector}/" for sector in sectors),
        "/search/?q=老旧小区",
        "/search/?q=挽损",
        "/checks/",
        "/commitments/old-estates-2022/",
        "/areas/weihai-etdz/",
        *(f"/indicators/{code}/" for code in indicators),
        *(f"/indicators/{code}/feed/" for code in (ESTATES, LOSSES)),
        *(f"/projects/programmes/{code}/" for code in programmes),
        *(f"/api/v1/indicators/{code}" for code in (ESTATES, LOSSES)),
        *(f"/api/v1/programmes/{code}" for code in programmes),
        f"/api/v1/observations.csv?indicator={ESTATES}",
        f"/api/v1/checks?indicator={LOSSES}",
    ]


@pytest.mark.slow("15 s: loads what is shipped and opens its pages")
def test_shipped_data_draw_no_share_without_a_source(settings, tmp_path, db):
    settings.VAR = tmp_path
    call_command("load_seeds", verbosity=0)

    client, said = Client(), {}
    for address in addresses():
        answer = client.get(address)
        assert answer.status_code == 200, address
        text = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
        said[address] = {words for words in NEVER if words in text}
    estates = client.get(f"/indicators/{ESTATES}/").content.decode()
    persons = CheckResult.objects.filter(check_rule__code__endswith="-fp-eligible-vs-payments")

    assert {address: words for address, words in said.items() if words} == {}
    assert [words in estates for words in ("13个", "14个", "口径不同，不可比", "chart-bullet")] == [
        True
    ] * 3 + [False]
    assert (
        Observation.objects.get(series__indicator__code=ESTATES, kind="actual").not_comparable == "definition"
    )
    assert not any(result.passed for result in persons)
