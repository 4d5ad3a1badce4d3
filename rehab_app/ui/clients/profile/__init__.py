"""The section of substances and diagnosis: the use profile, and which of the items of PP 25/2011 Pasal 18 are there."""
