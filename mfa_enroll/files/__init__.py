"""The shared AWS files: the profiles in them, what keeping a session will change, and writing that safely."""
