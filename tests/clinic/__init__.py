"""The rooms of the clinic, each tested with real services on a real encrypted store."""
