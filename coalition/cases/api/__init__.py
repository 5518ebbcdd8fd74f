"""The REST API of a member company: its keys, its cases, its problems in plain words."""
