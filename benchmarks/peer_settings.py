"""The product's own settings with the peer's one address."""

from groundswell.config.settings import *  # noqa: F403 all of them

ROOT_URLCONF = "benchmarks.peer"
