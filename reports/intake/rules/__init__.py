"""The decisions of intake: which addresses a text holds, and which listing an address is."""
