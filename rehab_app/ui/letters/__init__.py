"""The letter register: what was issued under which number, and the same bytes printed again."""
