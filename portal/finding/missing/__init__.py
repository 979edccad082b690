"""What is searched for and not found: counted, told by visitors, and read by the coordination."""
