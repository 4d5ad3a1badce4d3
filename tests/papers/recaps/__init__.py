"""Tests of the recaps: what they count, how they are kept, and that paper and spreadsheet agree."""
