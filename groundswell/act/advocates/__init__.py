"""Promoters thanked, asked and referring."""
