"""The instruments (alat ukur) the clinic asks with, and nothing of who was asked, when or by whom.

A key under ``resources/instruments/`` says what is asked and how it is scored, with its version, source and licence. It
names the engine that reads it: ``questionnaire`` for any list of items, ``assist`` for the interview by substances. A
description under ``forms/`` is a form without scores. The same scoring serves a client of the clinic, a client of an IBM
unit and a file on the command line.
"""
