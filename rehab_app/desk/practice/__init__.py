"""The practice clinic: a year of invented work to learn on, told person by person and played through the services."""
