"""A guide on paper: the booklet (PDF)."""
