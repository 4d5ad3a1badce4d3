"""The section of the compulsory track: the case step by step, its team and recommendation, and the duty to report."""
