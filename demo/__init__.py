"""One believable organisation, Linden & Lark: real public verbatims plus seeded facts, and a known truth to be found."""
