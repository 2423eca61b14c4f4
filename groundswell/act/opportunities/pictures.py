"""The sweet-spot picture of the register."""

from collections.abc import Sequence

from django.urls import reverse

from groundswell.look.charts import Chart, SweetSpotPoint, sweet_spot
from groundswell.look.numbers import money, plain

from .queries import Standing

ON_THE_MAP = 12


def sweet_spot_of(standings: Sequence[Standing]) -> Chart:
    """Value to customers against value to the business for the first dozen whose evidence allows it."""
    placed = [one for one in standings if one.evidence.recommendations and one.evidence.money][:ON_THE_MAP]
    return sweet_spot(
        [_point(one) for one in placed],
        title="Where value to customers and to the business meet",
        description=(
            "To the right: how many more customers, net, would recommend us if those touched scored like the others. "
            "Upwards: what the touched customers spend with us in a year. Bars are 95% ranges. The filled one has the first place, which counts effort as well."
        ),
        customer_words="Recommendations lost",
        business_words="Revenue at risk",
        write_customer=plain,
        write_business=money,
    )


def _point(one: Standing) -> SweetSpotPoint:
    behind = reverse("opportunities:voices", args=[one.opportunity.pk])
    lost, at_risk = one.evidence.recommendations, one.evidence.money
    return SweetSpotPoint(
        label=one.opportunity.title,
        customer=lost.value,
        business=at_risk.value,
        customer_low=lost.low,
        customer_high=lost.high,
        business_low=at_risk.low,
        business_high=at_risk.high,
        is_chosen=one.rank == 1,
        url=reverse("opportunities:opportunity", args=[one.opportunity.pk]),
        customer_url=f"{behind}?of=points",
        business_url=f"{behind}?of=customers",
    )
