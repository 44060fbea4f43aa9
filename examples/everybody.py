from simulator import library, panel, read_transcript

seats = panel(read_transcript("notes.txt", persona="teacher"), library().personas.values()).supervisors
for seat in sorted(seats, key=lambda seat: seat.trust[-1]):
    print(f"{seat.name:<8} {seat.trust[-1]:5.1f}  {seat.turning_quote or ''}")
