"""The rules of the house, kept by the test run: each rule also meets a planted breach that it must refuse."""
