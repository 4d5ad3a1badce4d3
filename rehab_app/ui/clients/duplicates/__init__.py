"""Records that may be of one person: looked at side by side, told apart, merged with a reason, and parted again."""
