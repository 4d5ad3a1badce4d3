"""Papers of nobody: what the office tries its texts and its letterhead with. Nothing here reads the database."""
