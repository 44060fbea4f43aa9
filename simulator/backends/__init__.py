"""The voices behind the supervisors: the script, or a language model."""
