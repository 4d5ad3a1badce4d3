"""The recaps an office owes: new patients, patients of a year, and the client recapitulation of Perka BNN 4/2015."""
