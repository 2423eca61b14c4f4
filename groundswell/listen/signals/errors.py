"""What can go wrong with a signal."""


class SignalIsImmutable(Exception):
    """What a customer said is never changed; a correction is a new signal that supersedes the old one."""
