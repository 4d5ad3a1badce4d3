"""The officers who sign letters: each in one capacity, from one day to another."""
