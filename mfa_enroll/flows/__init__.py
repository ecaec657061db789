"""The stories, told once. They know no widget and no boto3."""
