"""The texts of papers as the office may edit them: a small language of paragraphs, points, rows and merge fields.

``language`` reads a text, ``faults`` says what is wrong with it line by line, ``compose`` turns it and its values into blocks.
"""
