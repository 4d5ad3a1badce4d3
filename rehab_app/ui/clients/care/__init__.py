"""The section of the masa perawatan: the episodes of a client, the steps of the one that is chosen, and what may follow."""
