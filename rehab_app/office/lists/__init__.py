"""The value lists: what may be chosen for agama, pendidikan, pekerjaan, zat and the rest, in the field's own words.

A record keeps the code, the screen shows the label in its language, and a choice that went out of use is retired, never removed.
The age bands of the yearly figures stand here too, because the office sets them the same way.
"""
