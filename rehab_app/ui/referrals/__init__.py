"""The referrals that are on their way: where to, in which state, for how many days."""
