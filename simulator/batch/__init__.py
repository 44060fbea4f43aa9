"""Bulk work: many turns or transcripts scored, many conversations played, on one machine or on a cluster."""
