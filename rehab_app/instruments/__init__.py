"""The instruments (alat ukur) the clinic asks with, and nothing of who was asked, when or by whom.

A key under ``resources/instruments/`` says what is asked and how it is scored, with its version, source and
licence; one module here speaks for each instrument and gives it our own short words. The same scoring serves
a client of the clinic, a client of an IBM unit and a file on the command line.
"""
