"""The example world of the demo and the tests: a marketplace and a member company as real HTTP servers on loopback."""
