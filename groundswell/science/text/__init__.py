"""What customers wrote: how it feels, what it is about, what must be masked, what is worth quoting."""
