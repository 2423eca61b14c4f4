"""What customers say about being asked in a simulated year, by every door, and who turns out to be whom."""

from __future__ import annotations

from datetime import timedelta

from groundswell.foundation.customers.actions import give_consent, refuse_contact, withdraw_consent
from groundswell.foundation.customers.consenting import Word, hear_word
from groundswell.foundation.customers.merging import merge_customers, unmerge
from groundswell.foundation.customers.models import Channel, Customer, Purpose
from groundswell.listen.channels.connections.channel import Heard
from groundswell.listen.channels.sms.arriving import settle_texts

from .the_rules_read_again import HOUR

ASKED_BY = ("email", "text")


class Words:
    """Deeds of a year that are words about consent. ``facts`` writes them down from the text of the rules."""

    def withdraw(self, person: Customer) -> None:
        channel = self.chance.choice([Channel.EMAIL, Channel.EMAIL, Channel.TEXT, None])
        spoken = {
            medium
            for one in self.facts.person(person.pk)
            for medium in ASKED_BY
            if (one, medium) in self.facts.said
        }
        withdraw_consent(person, Purpose.ASKING, channel=channel, by="the customer", at=self.now)
        for medium in spoken if channel is None else (channel.value,):
            self.facts.says_no(person.pk, medium, self.now)

    def one_click(self, person: Customer) -> None:
        """What the link under a letter does; questions or answers, as the letter was about."""
        purpose = self.chance.choice([Purpose.ASKING, Purpose.ASKING, Purpose.CONTACT])
        said = {"by": "the customer", "source": "one click in a letter", "at": self.now}
        withdraw_consent(
            Customer.objects.get(pk=self.facts.living(person.pk)), purpose, channel=Channel.EMAIL, **said
        )
        if purpose == Purpose.ASKING:
            self.facts.says_no(person.pk, "email", self.now)

    def give(self, person: Customer) -> None:
        living = self.facts.living(person.pk)
        channel = self.chance.choice([Channel.EMAIL, Channel.TEXT])
        purpose = self.chance.choice([Purpose.ASKING, Purpose.ASKING, Purpose.CONTACT])
        who = Customer.objects.get(pk=living)
        give_consent(who, purpose, channel=channel, by="the customer", at=self.now)
        if purpose == Purpose.ASKING:
            self.facts.says_yes(living, channel.value, self.now)
        elif channel == Channel.TEXT:
            self.facts.answers_by_text.add(living)

    def stop_by_text(self, person: Customer) -> None:
        if self._texts(person, "Stop."):
            self.facts.says_no(person.pk, "text", self.now)

    def start_by_text(self, person: Customer) -> None:
        """Gives back what once held; where nothing did, it lets us ask."""
        me = self.facts.person(person.pk)
        held = me & self.facts.questions_by_text or self.facts.allows(person.pk, "text")
        if self._texts(person, "START") and (held or not me & self.facts.answers_by_text):
            self.facts.says_yes(person.pk, "text", self.now)

    def _texts(self, person: Customer, words: str) -> bool:
        number = self.facts.addresses[person.pk].get("text")
        if number:
            key = str(next(self.keys))
            settle_texts([Heard(key=key, said_at=self.now, comment=words, phone=number)], at=self.now)
        return bool(number)

    def opt_out_list(self, person: Customer) -> None:
        refuse_contact([person.pk], by="file", at=self.now, why="as delighted says")
        me = self.facts.person(person.pk)
        for one in me:
            spoken = [medium for medium in ASKED_BY if (one, medium) in self.facts.said]
            for medium in spoken or ["email"]:
                self.facts.one_says_no(one, medium, self.now)

    def word_from_outside(self, person: Customer) -> None:
        """Words of another system, late and out of order: the newest holds, of two of one moment the no."""
        medium, agrees = self.chance.choice(ASKED_BY), self.chance.random() < 0.6
        said_at = (
            self.now
            - self.chance.choice([0, 0, 5, 50, 500]) * HOUR
            + self.chance.choice([0, 0, 4]) * timedelta(minutes=1)
        )
        word = Word(Purpose.ASKING, medium, agrees, said_at, "CRM")
        for _ in range(self.chance.choice([1, 2])):
            hear_word(person, word, by="api:CRM", at=self.now)
            said, last = min(said_at, self.now), self.facts.last_word(person.pk, medium)
            allows = self.facts.allows(person.pk, medium)
            if last and (said < last or (said == last and (agrees or not allows))):
                continue
            if agrees:
                self.facts.says_yes(person.pk, medium, said)
            else:
                self.facts.says_no(person.pk, medium, said)
                self.facts.spoke_at[self.facts.living(person.pk), medium] = said
            self.seen["a word from outside"] += 1

    def merge(self, person: Customer) -> None:
        other = self.chance.choice(self.people)
        lives = {self.facts.living(one.pk) for one in (person, other)}
        if len(lives) < 2 or {person.pk, other.pk} != lives:
            return
        merge = merge_customers(person, other, by="office", at=self.now)
        self.merges[merge] = {medium for medium in ASKED_BY if self._words_meet(person.pk, other.pk, medium)}
        self.facts.kept[other.pk] = person.pk
        if other.pk in self.facts.answers_by_text:
            self.facts.answers_by_text.add(person.pk)

    def _words_meet(self, kept: int, merged: int, medium: str) -> bool:
        """A no under either is a no for both; a yes of the other alone is a yes by merge (then True)."""
        mine, theirs = (self.facts.said.get((one, medium)) for one in (kept, merged))
        if "no" in {mine, theirs}:
            for one in (kept, merged):
                self.facts.says_no(one, medium, self.now)
            return False
        if theirs and not mine:
            self.facts.says_yes(kept, medium, self.now, how="by merge")
            return True
        return False

    def unmerge(self, person: Customer) -> None:
        if not self.merges:
            return
        merge = self.chance.choice(list(self.merges))
        for medium in self.merges.pop(merge):
            if self.facts.said[merge.kept_id, medium] == "by merge":
                self.facts.one_says_no(merge.kept_id, medium, self.now)
        unmerge(merge, by="office", at=self.now)
        del self.facts.kept[merge.merged_id]
