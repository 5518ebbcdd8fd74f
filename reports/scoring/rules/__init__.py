"""The decisions of scoring: fold a text, find terms in it, weigh them, and keep the receipt."""
