"""One masa perawatan of one person, from registration to its end.

A person has one No. Rekam Medis and may have many episodes, each with its own No. Registrasi, its channel, its pelapor and its
state. Masa perawatan ke- is counted per person, because the protection of UU 35/2009 Pasal 128 hangs on it.
"""
