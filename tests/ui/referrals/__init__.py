"""The referrals page on a real clinic."""
