"""The people we serve: identity, consent, and the money they bring."""
