"""Telling a story, one question a screen."""
