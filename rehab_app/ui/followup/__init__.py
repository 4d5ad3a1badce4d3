"""The room of those who stay away: why each is on the list, the next call, and what was done so far."""
