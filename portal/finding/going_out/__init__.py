"""Every search is a feed: the same parameters as Atom, CSV, GeoJSON, a calendar, and JSON in the API."""
