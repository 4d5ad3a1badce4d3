"""The office itself: its letterhead, address, working area and the officers who sign."""
