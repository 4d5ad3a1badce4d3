"""The questionnaire: one widget that draws any form of ``instruments.form`` and takes its answers.

Every room fills its forms here, those of the clinic and those of the field alike. Nothing is preset; an item is not filled in
until somebody answers it, refuses it (X) or says that it does not apply (N). What is answered is kept in any state of validity.
"""
