"""The week to read elsewhere than on a screen: one A4 page to pin up, and plain text for newsletters."""
