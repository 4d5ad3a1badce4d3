"""The section of the screening: ASSIST as an interview by digit keys, its scores as they grow, and the routing that is chosen."""
