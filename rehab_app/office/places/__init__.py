"""Where clients live: the kelurahan of the working area and the regencies of Indonesia, by Kemendagri code.

A place is picked from a list that forgives spelling (Mekarsari, Mekar Sari), and only its code is kept.
The yearly figures show the kecamatan of the city and put everybody else under "Luar Balikpapan".
"""
