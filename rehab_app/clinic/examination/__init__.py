"""What the nurse and the doctor found: vital signs, physical signs of use, accompanying illness.

Each examination is a record of its own day, so that later ones show the course; a correction keeps the earlier one.
"""
