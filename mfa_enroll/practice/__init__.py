"""An IAM account for one restricted user, over HTTP on loopback."""
