"""Objectives and the tree of metrics that carries them."""
