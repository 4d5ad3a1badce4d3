"""The section of the urine tests: a result for each parameter by one key, and the tests over time in words."""
