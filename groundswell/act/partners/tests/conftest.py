"""What tests of files on boards share."""

import pytest

from groundswell.act.partners.files.content import looked_at
from groundswell.act.partners.sharing import write_brief
from tests.world import NOW

from .agencies import make_board


@pytest.fixture
def stands(world, time_machine):
    """``stands(name, content)`` gives the file as it stands on a board."""
    time_machine.move_to(NOW, tick=False)
    board = make_board(world)

    def put(name, content):
        files = [looked_at(name, content)]
        brief = write_brief(board, title="Vans", words="How many?", files=files, by=world.office, at=NOW)
        return brief.files.get()

    return put
