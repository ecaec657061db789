"""The kinds of trouble that AWS, the way to it, or the files on this computer make. One module for each subject."""
