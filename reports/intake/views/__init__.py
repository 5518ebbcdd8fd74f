"""The volunteers' pages: send a report, see what became of it."""
