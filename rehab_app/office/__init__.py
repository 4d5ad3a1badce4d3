"""Running the practice: accounts and rights, the profile, settings, lists, calendar, places, numbers, audit and backups."""
