"""The section of aftercare (bina lanjut): the plan, the visits, how recovery goes, and the outcome that is proposed."""
