"""The table of doors: who opens which address of SecDoc where, and in which state.

`register` lists the doors, each with the rights that open it, written by hand. `cast` says who
holds what, `scene` what lies behind the doors, `asking` knocks, and `printed` prints the table.
"""
