"""Funded work: owners, money, milestones and the measured effect."""
