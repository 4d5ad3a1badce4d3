"""Papers and consent: what was signed at intake and since, what was handed in, the kartu lapor diri, requests about data."""
