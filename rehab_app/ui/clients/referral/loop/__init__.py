"""A referral on its way: what is asked of the services about answers, handovers, free places and their papers."""
