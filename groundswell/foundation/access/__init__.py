"""Who signs in, in which role, and which part of the organisation they may see."""
