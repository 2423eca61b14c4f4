"""A link stands only where it leads somewhere."""

import pytest

from groundswell.foundation.access.rules import may_open


@pytest.mark.parametrize(
    ("role", "address", "opens"),
    [
        ("office", "/listen/surveys/new/", True),
        ("lead", "/listen/surveys/new/?pattern=ces", False),
        ("lead", "/act/cases/", True),
        ("partner", "/act/cases/", False),
        ("partner", "/complain/", True),
        ("office", "", False),
    ],
)
def test_a_link_is_offered_to_those_whose_page_it_is(world, role, address, opens):
    assert may_open(getattr(world, role), address) is opens
