"""The full-screen voice."""
