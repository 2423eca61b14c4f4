"""The outer loop: what the team cannot settle alone, ranked by evidence."""
