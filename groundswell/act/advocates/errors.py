"""What can go wrong between us and an advocate. Each says what happened and what to do next."""


class AdvocateRefusal(Exception):
    """Something could not be done; the words are for the person who tried."""


class NotAPromoter(AdvocateRefusal):
    """Only a 9 or a 10 is thanked."""

    def __init__(self) -> None:
        super().__init__("Only a customer who gave 9 or 10 is thanked here. Open a case for the others.")


class CustomerMayNotBeWritten(AdvocateRefusal):
    """No address, or no consent."""

    def __init__(self) -> None:
        super().__init__(
            "This customer has no address or does not allow us to write. Thank them when you meet them."
        )


class AlreadyThanked(AdvocateRefusal):
    """One signal is thanked for once."""

    def __init__(self, who: object) -> None:
        super().__init__(f"{who or 'Somebody'} has thanked this customer already. Choose another voice.")


class NotNow(AdvocateRefusal):
    """A rule speaks against asking this person at this moment; the sentence says which, and until when."""


class ReviewsAreForEverybody(AdvocateRefusal):
    """The platform forbids inviting only those who praise."""

    def __init__(self, platform: object) -> None:
        super().__init__(
            f"{platform} forbids inviting only customers who praise you. Invite everybody of a period instead, under Reviews."
        )


class AboutWhat(AdvocateRefusal):
    """This kind of ask is about a platform, a gathering or a call that is still open."""


class NeedHasAnOpenAsk(AdvocateRefusal):
    """One person at a time is asked to speak with whoever thinks about us."""

    def __init__(self, who: object) -> None:
        super().__init__(f"{who} is asked for this call already. Wait for the answer, or take it back first.")


class AskAlreadyAnswered(AdvocateRefusal):
    """The first answer stands."""

    def __init__(self, by: str, answer: str) -> None:
        super().__init__(f"{by} answered this already: {answer}. Nothing has changed.")


class NotYetAYes(AdvocateRefusal):
    """Only what somebody said yes to can have been done, once."""

    def __init__(self) -> None:
        super().__init__("Only what somebody said yes to is noted as done, and once. Nothing has changed.")


class OpinionIsNotForSale(AdvocateRefusal):
    """Nothing is given for a score or for praise."""

    def __init__(self) -> None:
        super().__init__(
            "Nothing is given for a score or for praise. Give it whatever they say, or do not give it."
        )


class PlatformForbidsGifts(AdvocateRefusal):
    """Its rules forbid giving anything for a review."""

    def __init__(self, platform: object) -> None:
        super().__init__(f"{platform} forbids giving anything for a review. Say thank you instead.")


class TooMuchGiven(AdvocateRefusal):
    """The yearly limit of one person."""

    def __init__(self, given: object, most: int) -> None:
        super().__init__(
            f"This person was given {given} in the last 365 days; {most} is the most. The limit stands under How often."
        )


class WordsGone(AdvocateRefusal):
    """The customer took the words back, or no longer speaks for us."""

    def __init__(self) -> None:
        super().__init__("The customer took these words back. They are shown nowhere any more.")


class WordingOpen(AdvocateRefusal):
    """One proposal at a time."""

    def __init__(self) -> None:
        super().__init__("A change of these words waits for the customer’s yes. Wait for it first.")


class CustomersAreTold(AdvocateRefusal):
    """The yearly budget stands on customers' pages."""

    def __init__(self) -> None:
        super().__init__("Customers are told how often you ask in a year, so this is 1 or more.")


class MinutesMoved(AdvocateRefusal):
    """Somebody kept other minutes since these were begun. ``stand``: what stands now."""

    def __init__(self, stand: str) -> None:
        super().__init__(
            "Somebody kept other minutes while you wrote. Join yours with what stands now, then keep them."
        )
        self.stand = stand
