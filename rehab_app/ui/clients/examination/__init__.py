"""The section of the examinations: vital signs with what is unusual in them, findings, and how pressure and weight went."""
