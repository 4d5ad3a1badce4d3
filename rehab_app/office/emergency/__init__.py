"""Breaking the glass: opening a file one has no relation to, with a reason that the Subkoordinator reads.

It lasts for a set time and for one client. Nobody is stopped in an emergency, and nobody opens a file unseen.
"""
