"""Any decision of the organisation: what it does to customers, said before, compared with what happened after."""
