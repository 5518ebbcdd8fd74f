"""Taxa, terms and look-alikes, and the lexicon made of them."""
