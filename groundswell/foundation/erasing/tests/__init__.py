"""Tests of the ledger and of requests."""
