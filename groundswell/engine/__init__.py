"""Counting at scale: evidence as Parquet segments named by a manifest, asked through DuckDB."""
