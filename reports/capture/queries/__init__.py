"""What is read of evidence: for its pack, for its panel, and for the list of what need not be kept."""
