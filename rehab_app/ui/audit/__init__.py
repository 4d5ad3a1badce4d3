"""The audit on the screen: the newest entries, the verifier in plain words, and the monthly seal."""
