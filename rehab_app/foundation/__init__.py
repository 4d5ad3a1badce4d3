"""What every floor stands on: errors, facts, the acting user, the clock, words and resources.

Nothing here knows the clinic, a database or a screen. Only the standard library and pydantic are used, and pydantic
only where the sign-in window does not pass.
"""
