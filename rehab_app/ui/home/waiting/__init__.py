"""What waits: gathered from every room, in groups with a heading and a count, each row with its reason."""
