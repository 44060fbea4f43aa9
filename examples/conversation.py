from simulator import Conversation

talk = Conversation("the-letter", seed=3)
print(talk.last_line)
for words in ("I did not send the September report. That was mine.", "You have the next one by Thursday at noon."):
    talk.say(words)
    print(talk.trust, talk.mood, talk.last_line, sep=" | ")
talk.leave()
print(talk.report().evening)
