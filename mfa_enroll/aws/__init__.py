"""The only way to AWS, and the only place that imports boto3."""
