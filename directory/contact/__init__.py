"""Writing to a structure without seeing its address: the form, what is checked, the mail, and the moderation."""
