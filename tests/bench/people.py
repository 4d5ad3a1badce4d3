"""The invented people that tests and measurements are filled with: those of the practice clinic, any number of them."""

from rehab_app.desk.practice.people import FEMALE, MALE, VILLAGES, Person, Population, people

__all__ = ["FEMALE", "MALE", "VILLAGES", "Person", "Population", "people"]
