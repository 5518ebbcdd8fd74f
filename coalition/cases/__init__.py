"""What a company sees and answers: portal and REST API."""
