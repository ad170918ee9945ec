"""The instructor's side of an assignment: release, collect, grade, mark, return, report, and quizzes for a learning platform.

A class lives in a folder of its own, outside every checkout. Names of students stand in its roster and in ``out/`` and
nowhere else; the rest of the folder knows codes.
"""
