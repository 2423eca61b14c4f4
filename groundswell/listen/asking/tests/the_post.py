"""The outbox of a simulated year: what the outside world does to each message, and what may leave at all."""

from __future__ import annotations

from groundswell.listen.channels.outbox.actions import trust_address
from groundswell.listen.channels.outbox.delivering import hand_over_due
from groundswell.listen.channels.outbox.errors import EndUnknown, TryLater, TurnedAway
from groundswell.listen.channels.outbox.models import LostAddress, Message


class Post:
    """Hands over what is due. Some addresses reach nobody, some servers are busy, some ends are unknown."""

    def hand_over(self) -> None:
        for medium in ("email", "text"):
            hand_over_due(medium, self._hand, at=self.now)

    def _hand(self, message: Message) -> str:
        self._may_leave(message)
        fate = self.chance.random()
        if fate < 0.03:
            self.facts.lost.add((message.medium, message.address))
            raise TurnedAway("550 5.1.1 nobody here", is_address=True)
        if fate < 0.10:
            raise TryLater("451 later")
        if fate < 0.12 and message.medium == "text":
            raise EndUnknown("no answer")
        self.handed[message.pk] += 1
        if self.handed[message.pk] > 1:
            raise AssertionError(f"{message.key} was handed over twice")
        return ""

    def _may_leave(self, message: Message) -> None:
        if not self.facts.allows(message.customer_id, message.medium):
            raise AssertionError(f"{message.key} left after the consent was taken back")
        if (message.medium, message.address) in self.facts.lost:
            raise AssertionError(f"{message.key} left for an address that is lost")
        if message.quiet.over_at(self.now):
            raise AssertionError(f"{message.key} left in quiet hours")

    def trust(self, person: object) -> None:
        """Somebody knows that an address works again."""
        lost = LostAddress.objects.filter(ended_at=None).first()
        if lost:
            trust_address(lost, by="office", at=self.now)
            self.facts.lost.discard((lost.medium, lost.address))
