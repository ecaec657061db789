"""IAM policies: reading them, and deciding requests by them. Pure, on the domain alone."""
