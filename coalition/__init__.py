"""Whom we work with: people, members, what we know, and the cases we send."""
