"""The page of the forms that are printed to be filled in by hand."""
