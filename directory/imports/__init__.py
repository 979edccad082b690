"""Structures that come in from a file: read, mapped, cleaned, planned row by row, applied at once, undone.

    sheet = read(content)                           # readers.py: CSV, XLSX, GeoJSON, YesWiki, GoGoCarto; bounded
    mapping = mapping_for(source, sheet.columns)    # mapping.py: remembered, else guessed
    rows = clean_rows(sheet, mapping)               # cleaning.py: each value through its own door
    plan = make_plan(rows, source)                  # plan.py: created, changed, unchanged, refused; writes nothing
    run_import(run, rows, live=False)               # apply.py: plans again under the lock, writes in one transaction
    undo(run)                                       # undo.py

No signal is sent for a page here: what signals do elsewhere (catalogue, search index, references) is in writing.py.
"""
