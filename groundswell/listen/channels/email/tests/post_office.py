"""A real IMAP server (Dovecot) on loopback, run by this user, with one mailbox."""

from __future__ import annotations

import grp
import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

DOVECOT = shutil.which("dovecot") or ("/usr/sbin/dovecot" if Path("/usr/sbin/dovecot").exists() else None)
CONFIGURATION = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = {internal}
default_login_user = {login}
default_internal_group = {group}
mail_location = maildir:{home}/mail
mail_uid = {uid}
mail_gid = {gid}
first_valid_uid = 0
first_valid_gid = 0
service imap-login {{
  chroot =
  user = {login}
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
{lets_in}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail
}}
"""


BY_PASSWORD = """
passdb {
  driver = static
  args = password=open-sesame
}
"""
BY_TOKEN = """
auth_mechanisms = xoauth2
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {home}/tokens.conf
}}
"""
TOKENS = """
introspection_mode = post
introspection_url = {address}
username_attribute = email
active_attribute = active
active_value = true
"""


@contextmanager
def mail_server(home: Path, *, asks_about_tokens: str = "") -> Iterator[int]:
    """Run it; gives its port. The password of everybody is open-sesame, or the address given here says whose token it is."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (home / "mail").mkdir()
    home.chmod(0o755)
    lets_in = BY_TOKEN.format(home=home) if asks_about_tokens else BY_PASSWORD
    (home / "tokens.conf").write_text(TOKENS.format(address=asks_about_tokens))
    settings = _users() | {"home": home, "port": port, "lets_in": lets_in}
    os.chown(home / "mail", settings["uid"], settings["gid"])
    (home / "dovecot.conf").write_text(CONFIGURATION.format(**settings))
    server = subprocess.Popen([str(DOVECOT), "-F", "-c", str(home / "dovecot.conf")])
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(10)


def _users() -> dict[str, Any]:
    """Dovecot never lets root sign in or read mail: other users do, and everybody else runs it as themselves."""
    if os.getuid() == 0:
        nobody = pwd.getpwnam("nobody")
        ours = {"internal": "dovecot", "login": "dovenull", "group": "dovecot"}
        return ours | {"uid": nobody.pw_uid, "gid": nobody.pw_gid}
    me, group = pwd.getpwuid(os.getuid()).pw_name, grp.getgrgid(os.getgid()).gr_name
    return {"internal": me, "login": me, "group": group, "uid": os.getuid(), "gid": os.getgid()}


def put(port: int, *letters: bytes) -> None:
    """Put letters into the mailbox."""
    with imaplib.IMAP4("127.0.0.1", port, timeout=5) as box:
        box.login("care", "open-sesame")
        for letter in letters:
            assert box.append("INBOX", "", None, letter)[0] == "OK"


def _wait_for(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the mail server did not start")
