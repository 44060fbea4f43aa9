from simulator import read_transcript, report

print(report(read_transcript("notes.txt", persona="clear-expectations")).model_dump_json(indent=2, by_alias=True))
