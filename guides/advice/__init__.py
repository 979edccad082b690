"""Asking the structure that tells a story for advice: a relayed message, so many a month."""
