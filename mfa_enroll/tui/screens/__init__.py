"""One page of the wizard a file."""
