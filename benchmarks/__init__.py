"""Speeds that we promise, each beside what it is measured against, side by side in one run."""
