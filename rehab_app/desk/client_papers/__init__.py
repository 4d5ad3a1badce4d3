"""The papers of one client printed from her record: what can be printed, why something cannot, and what was printed."""
