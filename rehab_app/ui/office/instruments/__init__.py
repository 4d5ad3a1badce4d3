"""The office's section of the instruments: text packs of licensed ones, and the office's own words for the others."""
