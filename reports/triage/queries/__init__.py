"""What the staff's pages read, and how it is shaped for the screen."""
