"""Accounts, roles, consent and the pledge."""
