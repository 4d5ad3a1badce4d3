"""The screen: everything the clinic's people see and touch.

Only this floor knows PySide6. It shows frozen rows, hands drafts to services through its ``actions`` modules, and holds neither
SQL nor a rule of the clinic.
"""
