"""Formulas restated in plain NumPy, in double precision."""
