"""In English, which every page inside is written in."""
