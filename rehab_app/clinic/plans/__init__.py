"""The rencana rawatan: problems, goals in the client's own words, what is done about them, and how often the client comes.

A plan is renewed as the client gets on (diperbaharui sesuai perkembangan klien): each renewal is a version, none is overwritten.
"""
