"""Everything that customers told us: one immutable record per occasion."""
