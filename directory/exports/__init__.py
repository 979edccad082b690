"""What one takes away of the directory: any query of /annuaire/ as CSV, XLSX, GeoJSON, JSON-LD, GoGoCarto's JSON.

All read the same parameters through directory.listing.read_form and walk the found entries 500 at a time. `http`
answers 304 before anything is built, `kept` keeps compressed answers, `public` says which facts may leave at all.
"""
