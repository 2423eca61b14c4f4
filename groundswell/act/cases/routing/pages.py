"""The pages of people: who is away and who stands in, what somebody speaks and knows about."""

from django.contrib import messages
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import units_visible_to
from groundswell.foundation.access.rules import for_roles
from groundswell.foundation.organisation.models import Absence, Person
from groundswell.foundation.organisation.presence import (
    AbsenceRefused,
    absences_from,
    note_absence,
    set_abilities,
    take_back_absence,
)
from groundswell.listen.surveys.language_names import name_of
from groundswell.look.addresses import number_of_page, page_of, read_address

from ..settings_tabs import settings_tabs
from .forms import AbilitiesForm, AbsenceForm, abilities_of

NOTES_OTHERS = (User.Role.LEAD, User.Role.OFFICE, User.Role.ADMINISTRATOR)
ROWS_PER_PAGE = 25


def people_kept_by(user: User) -> QuerySet[Person]:
    """Whose absences and abilities somebody notes: their own; a lead those of the team; the office everybody's."""
    own = Q(user=user)
    if user.role not in NOTES_OTHERS:
        return Person.objects.filter(own, left_on=None)
    return Person.objects.filter(own | Q(unit__in=units_visible_to(user)), left_on=None)


@for_roles()
def people(request: HttpRequest) -> HttpResponse:
    """Who is away, who stands in, and what each of them speaks and knows."""
    asked = read_address(request, page=number_of_page)
    coming = absences_from(timezone.localdate())
    kept = people_kept_by(request.user).select_related("unit").order_by("unit__name", "name")
    kept = kept.prefetch_related("abilities", Prefetch("absences", coming, to_attr="coming"))
    page = page_of(kept, asked["page"], ROWS_PER_PAGE)
    for person in page:
        held = list(person.abilities.all())
        person.says = ", ".join(name_of(one.name) if one.kind == "language" else one.name for one in held)
    away = coming.filter(person__in=people_kept_by(request.user), starts_on__lte=timezone.localdate())
    context = {"page_section": "act", "tabs": settings_tabs("people"), "page": page, "away": list(away)}
    return render(request, "cases/people.html", context)


@for_roles()
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One colleague: languages, skills and days away."""
    return _person(request, _kept(request, pk))


@require_POST
@for_roles()
def abilities(request: HttpRequest, pk: int) -> HttpResponse:
    """Note what they speak and know about."""
    kept, form = _kept(request, pk), AbilitiesForm(request.POST)
    if not form.is_valid():
        return _person(request, kept, abilities_form=form)
    set_abilities(kept, **form.cleaned_data, by=request.user.person, at=timezone.now())
    messages.success(request, "Noted. New cases go by it.")
    return redirect("cases:person", pk)


@require_POST
@for_roles()
def absence(request: HttpRequest, pk: int) -> HttpResponse:
    """Note days away."""
    kept = _kept(request, pk)
    form = AbsenceForm(request.POST, person=kept)
    if form.is_valid():
        try:
            noted = note_absence(kept, **form.cleaned_data, by=request.user.person, at=timezone.now())
        except AbsenceRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            words = (
                f"{noted.stand_in} gets their cases."
                if noted.stand_in
                else "Their cases are shown to the lead."
            )
            messages.success(request, f"{noted}. {words}")
            return redirect("cases:person", pk)
    return _person(request, kept, absence_form=form)


@require_POST
@for_roles()
def end_absence(request: HttpRequest, pk: int) -> HttpResponse:
    """They are here after all."""
    kept = people_kept_by(request.user)
    found = get_object_or_404(Absence.objects.select_related("person"), pk=pk, person__in=kept)
    take_back_absence(found, by=request.user.person, at=timezone.now())
    messages.success(request, f"{found.person} counts as here.")
    return redirect("cases:person", found.person_id)


def _kept(request: HttpRequest, pk: int) -> Person:
    return get_object_or_404(people_kept_by(request.user).select_related("unit"), pk=pk)


def _person(request: HttpRequest, kept: Person, **bound: object) -> HttpResponse:
    context = {
        "page_section": "act",
        "person": kept,
        "is_me": kept == request.user.person,
        "absences": absences_from(timezone.localdate()).filter(person=kept),
        "abilities_form": AbilitiesForm(initial=abilities_of(kept)),
        "absence_form": AbsenceForm(person=kept),
        **bound,
    }
    return render(request, "cases/person.html", context, status=422 if bound else 200)
