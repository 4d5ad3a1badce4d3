"""What a crash, a full disk or a read-only folder may not do: lose what was acknowledged."""
