"""The web: public answer pages."""
