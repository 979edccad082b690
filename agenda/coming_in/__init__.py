"""Calendars that come in: fetched, read, planned, applied, told in a journal; and the same event from two structures.

fetched = fetch(url)                      # fetch.py: public addresses only, 1 MB, 10 s
rows = read_calendar(content)             # reader.py (cutting.py, times.py): bounded; each event, or why not
plan = make_plan(feed, rows, now)         # plan.py: new, changed, kept, gone ...; writes nothing
apply_plan(plan, run, now)                # apply.py: in one transaction
refresh(feed), refresh_due(now)           # refresh.py: all of it, with the journal
likely_pairs(), merge(kept, other, user)  # same.py, merge.py
"""
