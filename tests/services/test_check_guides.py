"""The command that looks for faults in guides."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from portal.services.models import GuideNode
from tests.services.world import make_guide, make_node, make_walk

pytestmark = pytest.mark.django_db


def run(*codes: str) -> str:
    output = io.StringIO()
    call_command("check_guides", *codes, stdout=output)
    return output.getvalue()


def test_whole_guides_have_no_faults():
    make_walk("whole")

    assert run() == run("whole") == "whole: 没有问题\n"


def test_drafts_are_told_and_fail_only_if_they_are_named():
    make_node(make_guide("drawn"), "lost", "end")

    assert "lost" in run()
    assert "start" in run()
    with pytest.raises(CommandError, match="drawn"):
        run("drawn")


def test_fault_of_a_public_guide_fails():
    """Triggers keep public guides whole until the transaction ends; this one is not ended."""
    guide = make_walk("broken")

    with transaction.atomic():
        GuideNode.objects.filter(guide=guide, kind="end").update(address="", address_label_zh="")
        with pytest.raises(CommandError, match="broken"):
            run()
        transaction.set_rollback(True)


def test_unknown_guide_is_named():
    with pytest.raises(CommandError, match="nothing"):
        run("nothing")
