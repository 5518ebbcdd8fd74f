"""Files of knowledge: what the product ships, and tables that people bring and take along."""
