"""Telling a story, one question a screen: kept as it is typed, then made into a draft that the coordination reads."""
