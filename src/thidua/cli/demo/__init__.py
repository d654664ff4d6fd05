"""A believable department to look around in: founded, staffed and given its papers by the same services an office uses.

Its files (Word, PDF, scan, Excel) are built from `papers` and `structure` by tools/build_demo.py.
"""
