"""The value lists of the office on screen: chosen by subject, their choices added, worded, moved and retired."""
