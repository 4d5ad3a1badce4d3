"""Running the practice: accounts and rights, the profile, settings, lists, numbers, audit and backups."""
