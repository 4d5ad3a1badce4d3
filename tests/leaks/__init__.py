"""What must not be found: client data in files, logs and texts of troubles."""
