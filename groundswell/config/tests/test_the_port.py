"""Links in messages, QR codes and scripts lead to the port that the product was started on."""

import pytest

from groundswell.config.command_line import asked_port


@pytest.mark.parametrize(
    ("words", "port"),
    [
        (["groundswell", "up", "--port", "8123"], "8123"),
        (["groundswell", "demo", "--port=8124"], "8124"),
        (["groundswell", "up"], None),
        (["groundswell", "up", "--port"], ""),
    ],
)
def test_the_port_of_the_command_line_is_known_before_the_settings(words, port):
    assert asked_port(words) == port
