"""The section of the referral: prepared, its letter looked at and issued, followed step by step, cancelled or taken back."""
