"""Doors, pictures, text, files: small parts that know no domain."""
