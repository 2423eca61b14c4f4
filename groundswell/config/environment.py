"""The only reader of the environment. Every setting has a default that runs; a wrong value stops the start with a sentence."""

import os
import secrets
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .home_settings import kept_settings


class WrongSetting(SystemExit):
    """A setting cannot be used; says which, why, and what would do."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Who delivers our messages."""

    host: str
    port: int
    username: str
    password: str
    use_tls: bool


@dataclass(frozen=True, slots=True)
class Environment:
    """What the outside world told us, checked."""

    home: Path
    database_url: str
    secret_key: str
    base_url: str
    version: str
    allowed_hosts: list[str]
    time_zone: str
    currency: str
    country: str
    debug: bool
    mail_server: MailServer | None
    mail_from: str
    log_format: str
    plus_tags_are_aliases: bool


def read_environment() -> Environment:
    """Read and check every setting."""
    home = _home()
    base_url = _base_url(_value("BASE_URL", f"http://127.0.0.1:{_port()}"))
    return Environment(
        home=home,
        database_url=_value("DATABASE_URL", f"sqlite:///{home / 'groundswell.sqlite3'}"),
        secret_key=_secret_key(home),
        base_url=base_url,
        version=_version(),
        allowed_hosts=_hosts(base_url),
        time_zone=checked_time_zone(_value("TIME_ZONE", "Europe/London")),
        currency=checked_currency(_value("CURRENCY", "GBP")),
        country=checked_country(_value("COUNTRY", "GB")),
        debug=_switch("DEBUG"),
        mail_server=_mail_server(_value("EMAIL_URL", "")),
        mail_from=_value("MAIL_FROM", "customers@groundswell.example"),
        log_format=_one_of("LOG_FORMAT", "console", {"console", "json"}),
        plus_tags_are_aliases=_switch("PLUS_TAGS_ARE_ALIASES"),
    )


def is_said(name: str) -> bool:
    """Whether the environment itself names it, so that nothing else may."""
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


def _home() -> Path:
    return Path(os.environ.get("GROUNDSWELL_HOME", "var")).resolve()


def _version() -> str:
    """Of the installed package; in a clone the newest one that the changelog names."""
    try:
        return metadata.version("groundswell")
    except metadata.PackageNotFoundError:
        changes = (Path(__file__).parents[2] / "CHANGELOG.md").read_text()
        return changes.split("\n## ", 1)[1].split(maxsplit=1)[0]


def _value(name: str, default: str) -> str:
    """The setting, or the content of the file that NAME_FILE points to, or what the organisation settled, or the default."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text().strip()
        except OSError as problem:
            raise WrongSetting(
                f"{name}_FILE points to {path}, which cannot be read: {problem.strerror}."
            ) from problem
    return os.environ.get(name) or kept_settings(_home()).get(name) or default


def _port() -> int:
    text = _value("PORT", "8000")
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise WrongSetting(f"PORT is {text!r}. Give a number from 1 to 65535.")
    return int(text)


def _base_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise WrongSetting(
            f"BASE_URL is {text!r}. Give the address that people use, such as https://voices.example.org."
        )
    return text.rstrip("/")


def _hosts(base_url: str) -> list[str]:
    named = [host.strip() for host in _value("ALLOWED_HOSTS", "").split(",") if host.strip()]
    if "*" in named:
        raise WrongSetting("ALLOWED_HOSTS may not be *. Name the hosts under which people reach this server.")
    return sorted({*named, str(urlsplit(base_url).hostname), "localhost", "127.0.0.1", "[::1]"})


def _mail_server(text: str) -> MailServer | None:
    if not text:
        return None
    parts = urlsplit(text)
    if parts.scheme not in {"smtp", "smtp+tls"} or not parts.hostname:
        raise WrongSetting(
            "EMAIL_URL cannot be read. Write it as smtp://user:password@host:587 or smtp+tls://..."
        )
    words = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(parts.hostname, parts.port or 25, *words, use_tls=parts.scheme == "smtp+tls")


def checked_time_zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError) as problem:
        raise WrongSetting(
            f"TIME_ZONE is {text!r}, which is no known zone. Use a name such as Europe/London."
        ) from problem
    return text


def checked_country(code: str) -> str:
    if len(code) != 2 or not (code.isascii() and code.isalpha()):
        raise WrongSetting(f"COUNTRY is {code!r}. Give the two letters of a country, such as GB, DE or US.")
    return code.upper()


def checked_currency(text: str) -> str:
    if len(text) != 3 or not text.isalpha() or not text.isupper():
        raise WrongSetting(f"CURRENCY is {text!r}. Use a three-letter code such as GBP or EUR.")
    return text


def _switch(name: str) -> bool:
    return _one_of(name, "0", {"0", "1"}) == "1"


def _one_of(name: str, default: str, allowed: set[str]) -> str:
    text = _value(name, default)
    if text not in allowed:
        raise WrongSetting(f"{name} is {text!r}. Use one of: {', '.join(sorted(allowed))}.")
    return text


def _secret_key(home: Path) -> str:
    """The given key, or one made at the first start and kept beside the data, readable by its owner only."""
    given = _value("SECRET_KEY", "")
    if given:
        if len(given) < 50:
            raise WrongSetting("SECRET_KEY is shorter than 50 characters. Use a long random text.")
        return given
    path = home / "secret_key"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        fresh = home / f"secret_key.{os.getpid()}"
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(60))
        if path.exists():
            fresh.unlink()
        else:
            fresh.rename(path)
    return path.read_text().strip()
