"""Customer systems: who our customers are and what they bring; no voices, and no consent is taken from them."""
