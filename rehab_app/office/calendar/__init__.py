"""The days on which the clinic is closed: Sundays and Saturdays, public holidays, and what the office itself says.

Public holidays follow the yearly joint decree (SKB 3 Menteri) as far as it is shipped; the office adds and takes out days.
"""
