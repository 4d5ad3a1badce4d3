"""The office's own page: its profile, the accounts and what they may do, settings, destinations, keys, and one's own screen."""
