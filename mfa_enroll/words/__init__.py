"""Every sentence a person reads: a fact goes in, and a page, a remark or last words come out.

Nothing here decides what happens, and nothing elsewhere decides how it is said.
"""
