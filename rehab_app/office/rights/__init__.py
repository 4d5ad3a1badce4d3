"""Who may do what: the matrix of role, class of data and right that the head of the facility grants.

The default matrix is one data file (``resources/rights.toml``); a grant of Kepala or Subkoordinator for one person is kept
beside it. Rights inside one store are kept by the services, not by cryptography.
"""
