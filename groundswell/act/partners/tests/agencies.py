"""An agency with somebody who signs in, and a board that is shared with it."""

from datetime import date

from groundswell.act.council.models import Body
from groundswell.act.council.tests.chamber import make_chamber
from groundswell.act.initiatives.models import Initiative
from groundswell.act.initiatives.tests.works import make_initiative
from groundswell.act.opportunities.actions import join_elevation
from groundswell.act.opportunities.tests.register import make_elevation
from groundswell.act.partners.inviting import accept_invitation, add_agency, invite_to_agency
from groundswell.act.partners.models import Agency, PartnerBoard
from groundswell.act.partners.sharing import open_board, share_board
from groundswell.foundation.access.models import User
from tests.world import NOW, World, make_customer, make_signal

PASSWORD = "a courier keeps it to himself"
UNTIL = date(2026, 6, 30)


def make_agency(
    world: World, name: str = "Quick Couriers", who: str = "Petra Partner"
) -> tuple[Agency, User]:
    agency = add_agency(name, does="Courier", by=world.office, at=NOW)
    email = f"{who.lower().replace(' ', '.')}@agency.example"
    _, token = invite_to_agency(agency, name=who, email=email, by=world.office, at=NOW)
    return agency, accept_invitation(token, password=PASSWORD, at=NOW).user


def make_board(world: World, *agencies: Agency, initiative: Initiative | None = None) -> PartnerBoard:
    board = open_board(
        initiative or make_initiative(world), purpose="Parcels on the promised day.", by=world.office, at=NOW
    )
    for agency in agencies:
        share_board(board, agency, until_on=UNTIL, by=world.office, at=NOW)
    return board


def make_voice(world, words="The parcel came late.", **given):
    return make_signal(
        2, words, unit=world.leeds, touchpoint=world.delivery, customer=make_customer(), **given
    )


def voice_behind(world, opportunity):
    signal = make_voice(world)
    elevation = make_elevation(world.leeds, world.lead.person)
    elevation.signals.add(signal)
    join_elevation(elevation, opportunity, by=world.office, at=NOW)
    return signal


def council_of(world):
    return Body.objects.filter(name="Service council").first() or make_chamber(world, wip=9).council
