"""Alignment: everybody's goals follow from the same tree."""
