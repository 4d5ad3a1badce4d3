"""The section of the letterhead and the paper."""
