"""Is this a person in distress? Is it too long? Asked before anything else."""
