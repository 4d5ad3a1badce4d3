"""The year's figures: each number opens the clients it counts, and the sheet is printed as it is shown."""
