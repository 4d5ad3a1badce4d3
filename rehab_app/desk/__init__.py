"""Tasks that span rooms: to admit a client, to end an episode, to issue a letter. Each is one function in one transaction.

A task calls the services of the rooms it needs, in order, and adds no rule of its own that a room could keep. What a room
refuses is refused here too, and then nothing of the task is kept.
"""
