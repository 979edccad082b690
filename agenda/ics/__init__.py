"""Calendars that go out (iCalendar: RFC 5545, and RFC 7986 for what it adds).

lines.py   an event as VEVENTs, made when it is published      times.py, words.py, clean.py   its parts
store.py   writes them beside the occurrences (EventLines)     zones.py   VTIMEZONE
feed.py    a calendar around stored lines                      kept.py, pieces.py   the whole agenda, compressed
views.py   /agenda/flux.ics, <structure>/agenda.ics, <event>/evenement.ics     http.py   304, gzip or not
"""
