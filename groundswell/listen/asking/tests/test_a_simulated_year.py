"""No person is asked against a rule over a simulated year, with every way of asking; and "why" agrees with what happened.

The worlds are drawn: rules, plans, zones, accounts. In the middle people merge and are taken apart, join and leave,
allow and refuse, rules change, clocks change, the worker dies and is down. ``the_rules_read_again`` is the judge.
"""

import logging

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from .a_year import Shape, lived

AMOUNTS = st.fixed_dictionaries(
    {
        "floor": st.integers(0, 60),
        "person_window": st.integers(0, 60),
        "account_window": st.integers(0, 40),
        "survey_window": st.integers(0, 120),
        "precedence": st.integers(0, 21),
        "yearly_cap": st.integers(0, 8),
        "holidays": st.integers(0, 1),
        "quiet_from": st.integers(0, 23),
        "quiet_until": st.integers(0, 23),
    }
)
SHAPES = st.builds(
    Shape,
    seed=st.integers(0, 10**6),
    days=st.just(365),
    people=st.integers(6, 12),
    amounts=AMOUNTS,
    own_window=st.integers(0, 200),
    share=st.integers(20, 100),
    wait_hours=st.integers(0, 72),
    reminders=st.integers(0, 3),
    remind_after=st.integers(2, 10),
    quota=st.none() | st.integers(1, 4),
    spread=st.integers(1, 20),
)


YEARS = 2 if settings.get_current_profile_name() == "house" else 1


@settings(
    max_examples=YEARS,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(shape=SHAPES)
def test_nobody_is_asked_against_a_rule_and_why_agrees_with_what_happened(db, caplog, shape):
    lived(shape)
    assert not [one for one in caplog.records if one.levelno >= logging.ERROR]
