"""What the office does with plans in a simulated year: makes, changes, pauses, ends, asks lists of people."""

from __future__ import annotations

from datetime import timedelta

from groundswell.foundation.customers.models import Customer
from groundswell.listen.asking.inviting import Listed, ask_list
from groundswell.listen.asking.models import Ask, ListeningPlan
from groundswell.listen.asking.planning import (
    change_plan,
    changeable,
    end_plan,
    make_plan,
    pause_plan,
    resume_plan,
)

DAY = timedelta(days=1)
MEDIA = {"email": ("email",), "text": ("text",), "either": ("email", "text")}
EDITS = {
    "share": (20, 60, 100), "wish": ("email", "text", "either"), "quota": (None, 1, 3), "wait_hours": (0, 5, 40),
    "reminders_at_most": (0, 1, 3), "remind_after_days": (2, 5, 11), "send_hour": (3, 10, 22), "spread_days": (1, 9),
    "segments": ([], ["Nobody's"]),
}  # fmt: skip


class Plans:
    """Deeds of a year about plans."""

    def _plans(self) -> None:
        shape, experience = self.shape, self.world.experience.survey
        remind = {"reminders_at_most": shape.reminders, "remind_after_days": shape.remind_after}
        self.plan(kind="episode", survey=experience, share=shape.share, wait_hours=shape.wait_hours, **remind)
        self.plan(kind="episode", survey=self.returns.survey, quota=shape.quota, wish="either", **remind)
        self.plan(kind="rolling", wish="either", share=shape.share, quota=shape.quota, **remind)
        self.plan(kind="rolling", margin=30, expected_response=50, wish="text")
        self.wave()

    def plan(self, **fields: object) -> None:
        number = ListeningPlan.objects.count()
        given = {"name": f"Plan {number}", "survey": self.world.relationship.survey, "seed": number}
        start = {"starts_on": self.now.date(), "by": "office", "at": self.now}
        make_plan(**{**given, **start, **fields})

    def wave(self, person: Customer | None = None) -> None:
        starts_on = self.now.date() + timedelta(days=self.chance.randint(0, 60))
        self.plan(kind="wave", starts_on=starts_on, spread_days=self.shape.spread, quota=self.shape.quota)

    def list_of_people(self, person: Customer) -> None:
        """A list once; who never spoke of consent by e-mail agreed where the list says."""
        listed = self.chance.sample(self.people, 3)
        agreed = self.chance.choice(["", "order form"])
        survey = self.chance.choice([self.world.experience.survey, self.world.relationship.survey])
        plan = ask_list(
            [Listed(str(one.email)) for one in listed],
            name=f"Plan {ListeningPlan.objects.count()}",
            survey=survey,
            agreed=agreed,
            starts_on=self.now.date() + timedelta(days=self.chance.randint(0, 5)),
            spread_days=3,
            reminders_at_most=self.shape.reminders,
            by="office",
            at=self.now,
        )
        lives = {self.facts.living(one.pk) for one in listed}
        for living in lives if agreed else ():
            if (living, "email") not in self.facts.said:
                self.facts.says_yes(living, "email", self.now)
        if set(plan.asks.values_list("customer", flat=True)) != lives:
            raise AssertionError("a list asks each person of it once")
        self.seen["a list"] += 1

    def end(self, person: Customer) -> None:
        wave = ListeningPlan.objects.filter(kind__in=["wave", "list"], ended_at=None).first()
        if wave:
            end_plan(wave, by="office", at=self.now)
            self.facts.paused.pop(wave.pk, None)

    def pause(self, person: Customer) -> None:
        plan = self.chance.choice(list(ListeningPlan.objects.filter(ended_at=None)))
        pause_plan(plan, why="Strike", by="office", at=self.now)
        self.facts.paused.setdefault(plan.pk, self.now)

    def go_on(self, person: Customer) -> None:
        if not self.facts.paused:
            return
        plan = ListeningPlan.objects.get(pk=self.chance.choice(list(self.facts.paused)))
        waits = Ask.objects.filter(plan=plan, sending=None, suppressions=None, due_at__lt=self.now - DAY)
        gone = waits if plan.kind == "episode" else waits.filter(step__gt=0)
        self.gone |= set(gone.values_list("pk", flat=True))
        since = self.facts.paused.pop(plan.pk)
        rested = Ask.objects.filter(
            plan=plan, sending=None, suppressions=None, step=0, due_at__gte=since, due_at__lt=self.now - DAY
        )
        later = [] if plan.kind == "episode" else list(rested.values_list("pk", flat=True))
        resume_plan(plan, by="office", at=self.now)
        self.resumed[plan.pk] = self.now
        self.seen["a pause"] += 1
        if Ask.objects.filter(pk__in=later, due_at__lt=self.now - DAY).exists():
            raise AssertionError("what came due while a plan rested goes out later")

    def edit(self, person: Customer) -> None:
        plan = self.chance.choice(list(ListeningPlan.objects.filter(ended_at=None)))
        before = list(plan.asks.values_list("pk", "probability", "due_at").filter(step=0).order_by("pk"))
        name = self.chance.choice([one for one in EDITS if one in changeable(plan)])
        change_plan(plan, **{name: self.chance.choice(EDITS[name])}, by="office", at=self.now)
        self.seen["an edit"] += 1
        if before != list(plan.asks.values_list("pk", "probability", "due_at").filter(step=0).order_by("pk")):
            raise AssertionError("a change moves what is drawn")
