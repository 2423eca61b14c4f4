"""What may be published about small groups without giving anybody away."""
