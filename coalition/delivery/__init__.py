"""The outbox: channels, retries, address health, dead letters."""
