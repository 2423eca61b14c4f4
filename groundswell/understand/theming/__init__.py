"""Pages on which people make themes: their words, what falls under them, what no theme holds yet."""
