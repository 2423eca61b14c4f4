"""The register counted: what stands behind each opportunity and which comes first, written by a job with its moment."""
