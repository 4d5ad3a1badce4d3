"""The section of the consents: what the client or her guardian agreed to, how far it reaches, and its withdrawal."""
