"""What leads type and bring: filters, a proposed word, a table of words."""
