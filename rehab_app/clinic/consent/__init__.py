"""What the client, or her parent or guardian, agreed to: kind, day, signer, scope, and its withdrawal.

Without a consent that covers it, a letter prints identity and reason only. For a client under 18 a parent or guardian signs.
"""
