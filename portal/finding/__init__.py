"""What visitors find with: the search page over everything, and what follows from it."""
