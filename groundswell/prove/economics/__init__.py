"""What promoters, passives and detractors are worth; retention; earned growth."""
