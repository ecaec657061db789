"""IAM policies: read policy documents, and decide requests by them. Pure; imports the domain alone."""
