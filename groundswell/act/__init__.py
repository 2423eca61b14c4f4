"""Action: for one customer, for one team, for the organisation."""
