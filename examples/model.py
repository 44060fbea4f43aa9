from simulator import Conversation, load_settings, make_backend
from simulator.dialogue.engine import ReplyText

talk = Conversation("teacher", seed=1, backend=make_backend(load_settings()))
for event in talk.stream("I forgot to ring them back. That was my mistake."):
    if isinstance(event, ReplyText):
        print(event.text)
print(talk.notice or "Nothing went wrong.")
