"""The window around the rooms: sign-in, first run, rail, search, palette, status line, and the lock.

The shell knows no room by name: ``ui.entering`` hands it the list of rooms, and a room's page is made when it is first visited.
"""
