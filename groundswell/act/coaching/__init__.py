"""Coaching: own voices the same day, who coaches whom, one-to-ones with evidence, appeals against an attribution."""
