"""What the knowledge is made of, and which rows of a table may become a part of it."""
