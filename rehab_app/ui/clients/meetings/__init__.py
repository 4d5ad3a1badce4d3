"""The section of the meetings: planned and held, who came, what was said to those who may read it, and the broken glass."""
