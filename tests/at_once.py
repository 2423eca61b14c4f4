"""Several people act at the same moment, each in a thread and with a connection of their own."""

from collections.abc import Callable
from threading import Barrier, Thread

from django.db import connection


class Nothing(Exception):
    """No deed refuses anything."""


def at_once(*deeds: Callable[[], object], refusal: type[Exception]) -> list[str]:
    """Everybody begins together; what each refusal said to who came second."""
    return [str(one) for one in gave_at_once(*deeds, refusal=refusal) if isinstance(one, refusal)]


def gave_at_once(*deeds: Callable[[], object], refusal: type[Exception] = Nothing) -> list[object]:
    """Everybody begins together; what each deed gave, or the refusal that it met."""
    together, gave = Barrier(len(deeds)), []

    def act(deed: Callable[[], object]) -> None:
        together.wait()
        try:
            gave.append(deed())
        except refusal as refused:
            gave.append(refused)
        finally:
            connection.close()

    threads = [Thread(target=act, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return gave
