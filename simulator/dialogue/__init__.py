"""The mind of a supervisor: how she is moved, which move she makes, and how she says it."""
