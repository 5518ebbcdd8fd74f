"""The audit line: `with act(by=user, at=now) as step:` is the one way to change a row."""
