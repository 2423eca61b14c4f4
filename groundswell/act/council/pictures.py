"""The picture of an envelope: what was set aside, what each decision takes of it, what is left; and what one more would leave."""

from django.urls import reverse

from groundswell.look.charts import Chart, WaterfallStep, waterfall
from groundswell.look.numbers import money as in_words

from .models import Decision, Proposal
from .money import EnvelopeMoney, shares_of

SHOWN = 8


def envelope_chart(of: EnvelopeMoney, asked: Proposal | None = None, shown: int = SHOWN) -> Chart:
    """From the amount of the envelope down to what is left; the largest decisions stand alone, the others together.

    ``asked``: with what is left once this proposal is approved.
    """
    envelope = of.envelope
    paid = Decision.objects.filter(envelope=envelope, approved=True)
    decisions, money = list(paid.select_related("proposal__opportunity")), shares_of(paid)
    decisions.sort(key=lambda decision: (-money[decision.pk].committed, decision.pk))
    steps = [WaterfallStep("Set aside", float(envelope.amount), is_total=True)]
    for decision in decisions[:shown]:
        address = reverse("council:proposal", args=[decision.proposal_id])
        taken = -float(money[decision.pk].committed)
        steps.append(WaterfallStep(decision.proposal.opportunity.title, taken, url=address))
    others = sum(money[decision.pk].committed for decision in decisions[shown:])
    if others:
        steps.append(WaterfallStep("All others", -float(others)))
    steps.append(WaterfallStep("Left", float(of.left), is_total=True))
    after = ""
    if asked is not None:
        would_be = float(of.left - asked.amount)
        steps += [
            WaterfallStep("This one", -float(asked.amount)),
            WaterfallStep("Left after it", would_be, is_total=True),
        ]
        after = f", {in_words(would_be)} after this one"
    spent, left = in_words(float(of.spent)), in_words(float(of.left))
    return waterfall(
        steps,
        title=f"{envelope.get_kind_display()}: {left} of {in_words(float(envelope.amount))} is left{after}",
        description=f"From {envelope.begins_on:%-d %B %Y} to {envelope.ends_on:%-d %B %Y}. {in_words(float(of.committed))} "
        f"is committed, {spent} of it spent. Work that has ended takes only what it used.",
    )
