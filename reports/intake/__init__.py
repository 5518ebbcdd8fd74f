"""A volunteer's submission becomes a Report on a Listing."""
