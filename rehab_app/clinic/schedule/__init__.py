"""The week of the clinic: who meets whom, when, and in which room; one counsellor and one room serve one meeting at a time.

Meetings are those of the room sessions; here they are put into half-hour slots, moved, and gathered into groups.
"""
