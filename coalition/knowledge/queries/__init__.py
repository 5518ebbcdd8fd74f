"""What is read of the knowledge: names, tables, what the law and a platform say."""
