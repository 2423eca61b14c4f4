"""The organisation we serve: who we are, whom we serve, who may see what, and what happened."""
