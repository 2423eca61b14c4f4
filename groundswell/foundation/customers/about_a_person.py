"""Who somebody is to us, what they allow and bring."""

from typing import Any

from django.db.models import Q, QuerySet

from groundswell.foundation.held import Held, Somebody

from .models import (
    Consent,
    Customer,
    DoNotContact,
    Identity,
    Membership,
    Merge,
    Revenue,
    SeenTogether,
    TwoPeople,
)


def _themselves(somebody: Somebody) -> QuerySet[Any]:
    return Customer.objects.filter(pk__in=somebody.records)


def _with(first: str, second: str, model: Any) -> Any:
    def find(somebody: Somebody) -> QuerySet[Any]:
        both = Q(**{f"{first}__in": somebody.records}) | Q(**{f"{second}__in": somebody.records})
        return model.objects.filter(both)

    return find


HELD = [
    Held("Consents", Consent, customer=["customer"]),
    Held("That they are never contacted", DoNotContact, customer=["customer"]),
    Held("What they bought", Revenue, customer=["customer"]),
    Held("Households and businesses they belong to", Membership, customer=["customer"]),
    Held("Records read together", Merge, find=_with("kept", "merged", Merge)),
    Held("Records told apart", TwoPeople, find=_with("one", "other", TwoPeople)),
    Held("Records given in one breath", SeenTogether, find=_with("one", "other", SeenTogether)),
    Held("Addresses and numbers", Identity, customer=["customer"]),
    Held("Customer records", Customer, find=_themselves),
]
