"""The doctor's diagnoses of an episode, by ICD-10: substance (F10-F19) and state, or Z50.x.

There may be several, one of them the main one. A screening proposes the group of substances; the doctor alone decides.
"""
