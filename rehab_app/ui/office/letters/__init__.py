"""What the sections of letter types and signers ask of the services."""
