"""What can go wrong with a complaint. Each says what happened and what to do next."""


class ComplaintRefusal(Exception):
    """Something with a complaint could not be done; the words are for the person who tried."""
