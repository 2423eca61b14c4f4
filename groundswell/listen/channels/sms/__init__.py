"""Text messages that come in: by Twilio, or by any gateway that calls an address."""
