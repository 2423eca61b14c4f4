"""Connections to the places where customers speak: fetched by a job, or told by their hook; written once for all channels."""
