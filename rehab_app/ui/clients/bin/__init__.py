"""The recycle bin of a client: what was put there, by whom and why, and its way back."""
