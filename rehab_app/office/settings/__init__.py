"""What the office can set without a programmer: each setting has a name, a default and a rule, in one declared list.

Only what differs from the default is stored; a value that the law or arithmetic fixes is no setting.
"""
