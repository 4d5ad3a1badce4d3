"""The domain: one room per concept of the clinic's work, from the client to the referral. No Qt, no drawing."""
