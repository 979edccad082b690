"""What one takes away of the agenda: any query of /agenda/ as CSV for the press and as OpenAgenda's JSON.

As in directory/exports: the listing's own form, entries read 500 at a time, 304 before anything is built.
"""
