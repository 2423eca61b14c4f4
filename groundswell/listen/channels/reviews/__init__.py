"""Public reviews: app stores, Trustpilot, Google, and any RSS or Atom feed. Stars are ratings, never scores from 0 to 10."""
