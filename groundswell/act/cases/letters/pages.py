"""Letters on the card."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from groundswell.foundation.access.rules import for_roles

from ..card_page import case_to_act_on, do, show_card
from .forms import LetterForm
from .writing import write_letter


@require_POST
@for_roles()
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Write to the customer from the case."""
    case = case_to_act_on(request, pk)
    form = LetterForm(request.POST, case=case, auto_id="letter_%s")
    if not form.is_valid():
        return show_card(request, case, letter_form=form)
    words = "Your letter leaves within seconds. What they answer comes back into this case."
    by = request.user.person
    return do(request, case, words, lambda at: write_letter(case, **form.cleaned_data, by=by, at=at))
