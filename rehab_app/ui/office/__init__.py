"""The office's own page: its profile, accounts, settings, lists, closed days, instruments, destinations, keys, one's screen."""
