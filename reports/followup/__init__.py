"""Claimed against verified removal, relisting, and telling the volunteer."""
