from simulator import appraise

reading = appraise("I forgot the report, and the team paid for it.", supervisor="What happened?")
print(reading.overall, reading.dimensions.ownership)
for event in reading.events:
    print(event.name, event.quote, event.why, sep=" | ")
