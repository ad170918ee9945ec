"""Drawings for pages: each is placed once as a sheet of marks, lines and words, wide and narrow, and a pen writes it.

``sheet`` is what may be placed, ``place`` how, ``timeline``, ``stances``, ``councils`` and ``tiles`` place the four
drawings, ``svg`` writes a sheet, and ``figure`` sets both widths with title, caption, source and table.
"""
