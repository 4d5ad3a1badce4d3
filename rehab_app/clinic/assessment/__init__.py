"""Who was screened and assessed, with which instrument, when and by whom.

A screening keeps the raw answers with the version of the key that scored them, and the routing the counsellor chose. The use
profile holds what PP 25/2011 Pasal 18 asks of each client: substance, duration, route, diagnosis, treatment history.
"""
