"""Whether words are still those that somebody had before them."""

from hashlib import sha256


def fingerprint(words: str) -> str:
    """Sixteen signs that are the same for the same words, whatever the line ends; none for no words."""
    plain = "\n".join(words.strip().splitlines())
    return sha256(plain.encode()).hexdigest()[:16] if plain else ""
