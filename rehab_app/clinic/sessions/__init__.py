"""The meetings of an outpatient: planned, attended or missed, and what was said.

Each meeting has its pertemuan ke-, its kind and its attendance (Hadir, Izin, Mangkir). What the counsellor wrote is seen by
those who may, and a correction keeps the earlier text.
"""
