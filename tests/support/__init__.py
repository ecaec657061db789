"""What tests of several rooms need: an account to call, a phone, and a person with a script."""
