"""Those who stay away: why each is on the list, whom the clinic may call and with which words, what came of each call.

Summons 1-2-3 and the notice to the penyidik are prepared here. Nobody drops out by a rule: that is a decision with a date and
a reason.
"""
