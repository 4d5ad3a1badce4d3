"""The tests of the questionnaire."""
