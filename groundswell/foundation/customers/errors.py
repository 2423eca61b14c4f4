"""What can go wrong with customers. Each says what happened and what to do next."""


class CustomerRefusal(Exception):
    """Something could not be done; the words are for the person who tried."""


class IdentityRefused(CustomerRefusal):
    """A name, address or number that could be mistaken for another, or that is none."""


class MergeRefused(CustomerRefusal):
    """These two records cannot become one, or are not one."""
