"""The room of the schedule: the week of the clinic on one painted page, meetings planned and moved by key, groups and rosters."""
