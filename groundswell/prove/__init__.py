"""Proof: what advocacy is worth."""
