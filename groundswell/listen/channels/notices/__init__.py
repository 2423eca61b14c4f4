"""Notices: what another system is told when something happens here, signed, at least once (Standard Webhooks)."""
