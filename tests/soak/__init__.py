"""What may go wrong around a talk, many times over: races, kills, full disks, locks, restarts, crowds."""
