"""Exercises as cells, answers as plain JSON, checks that teach, and the file that a student hands in."""
