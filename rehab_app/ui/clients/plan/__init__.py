"""The section of the care plan: problems with the client's own goals, rhythm, review, signatures, paper and earlier versions."""
