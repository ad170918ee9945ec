"""The student's side of the exercises: which cells are whose, answers made plain, their form, and the check.

Modules: ``cells`` (regions of a notebook), ``plain`` (an answer as JSON), ``forms`` (what an answer must look like),
``compare`` (an answer against form and truth), ``check`` (what a student is told), ``truth`` (what the solutions yield), ``hand_in`` (the one file).
"""
