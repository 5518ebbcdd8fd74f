"""What reaches out of intake: the limited child that opens spreadsheets."""
