"""Tests of the papers: blocks, drawing, letters and sheets."""
