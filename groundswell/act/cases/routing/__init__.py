"""To whom a case comes, and why: by place, skill, language, workload, absence and stand-in."""
