"""One conversation in the terminal, over the same app and database as the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING
from uuid import uuid4

from rich.console import Group
from rich.padding import Padding

from ..app import LOCAL_OWNER
from ..backends.base import closed
from ..debrief.export import as_json
from ..dialogue.engine import Notice, ReplyFinished, ReplyText, TurnEvent, UserTurnAccepted
from ..domain.conduct import Ending
from ..domain.transcript import SupervisorTurn, last_user_turn
from ..drawing import QUIET, bulleted, exact, framed, heading, joined
from ..errors import BadText
from ..inputs import write
from ..pretty_advice import advice, trust_line
from ..safety.elsewhere import not_for_practice
from ..safety.help import help_text_or_shipped
from ..voice import who_speaks
from .helping import wants_to_go_back

if TYPE_CHECKING:
    from ..app import App
    from .terminal import Reply, Terminal

#: What can be typed besides words to say.
_COMMANDS = {
    "/coach": "one short line for a pause, from beside the talk",
    "/draft": "followed by a draft: one question back on it; it is neither said nor kept",
    "/undo": "take your last words back; that way stays among the past conversations",
    "/facts": "what you know, once more",
    "/help": "this list",
    "/end": "end the conversation and read the debrief; Ctrl-D does the same",
}


class _Left(Exception):
    """Somebody in distress went away."""


class Conversing:
    """Takes line after line until the conversation is over, and shows the debrief."""

    def __init__(self, app: App, terminal: Terminal, run: str, file: str | None) -> None:
        """
        Args:
            app: where the conversation is kept.
            terminal: where it is typed and shown.
            run: the conversation's id.
            file: where its transcript is written to, besides.
        """
        self._app, self._terminal, self._run, self._file = app, terminal, run, file
        self._session = app.session(LOCAL_OWNER, run)
        self._coached: list[str] = []
        self._sent_elsewhere = False
        self._commands: dict[str, Callable[[str], None]] = {
            "/coach": self._coach,
            "/draft": self._draft,
            "/undo": self._undo,
            "/facts": self._facts,
            "/help": self._list_commands,
            "/end": self._leave,
        }

    def hold(self) -> None:
        """Talk until somebody ends it. Whatever was said is kept at once, in whichever way it ends.

        Raises:
            SimulatorError: the database cannot be used, a line cannot be taken, or the file cannot be written.
        """
        self._write()  # a file that cannot be written is refused before a word was said
        try:
            self._begin()
            self._talk()
            self._debrief()
        except _Left:
            pass
        except KeyboardInterrupt:
            self._stopped()
        finally:
            self._write()

    def _talk(self) -> None:
        while self._session.ending is None:
            line = self._terminal.read()
            if line is None:
                self._leave()
            elif line[:1] == "/" and line[1:2].isalpha():
                self._obey(line)
            else:
                self._say(line)
            if self._session.ending is Ending.STOPPED_FOR_HELP:
                self._help()
                self._before_the_last()

    def _obey(self, line: str) -> None:
        name, _, rest = line.strip().partition(" ")
        if (command := self._commands.get(name.casefold())) is not None:
            command(rest.strip())
            return
        near = get_close_matches(name, self._commands, 1)
        told = f"Did you mean {near[0]}?" if near else "/help lists what there is."
        self._terminal.warn(f"There is no {name}. {told}")

    def _say(self, words: str) -> None:
        app, run = self._app, self._run
        waiting = _Waiting()
        calls = app.calls(waiting.told)
        try:
            self._follow(app.say(LOCAL_OWNER, run, self._session, words, uuid4().hex, calls), waiting)
        except BadText as error:
            self._terminal.refuse(error)
            return
        if self._session.broken_off:
            self._session = app.let_script_stand(LOCAL_OWNER, run, self._session)
            self._her_last_words("This line is from the script:")
        if not self._sent_elsewhere and (title := not_for_practice(words)) is not None:
            self._sent_elsewhere = True
            self._send_elsewhere(title)

    def _follow(self, events: Iterator[TurnEvent], waiting: _Waiting) -> None:
        """Show one turn as it happens. Where it is interrupted, what was said so far is kept."""
        notice = ""
        with closed(events):
            accepted = next(events)
            assert isinstance(accepted, UserTurnAccepted), "a turn begins with the user's words"
            self._session = accepted.session
            self._terminal.yours(accepted.turn.text)
            if self._session.plan is None:
                return
            self._terminal.hers(self._name, self._mood)
            with self._terminal.reply() as reply:
                waiting.reply = reply
                for event in events:
                    if isinstance(event, ReplyText):
                        reply.show(event.text)
                    elif isinstance(event, Notice):
                        notice = event.text
                    elif isinstance(event, ReplyFinished):
                        self._session = event.session
        if notice:
            self._terminal.warn(notice)

    @property
    def _name(self) -> str:
        return self._session.setting.persona.name

    @property
    def _mood(self) -> str:
        return self._session.setting.persona.moods[self._session.mood]

    def _her_last_words(self, why: str = "") -> None:
        last = next(turn for turn in reversed(self._session.turns) if isinstance(turn, SupervisorTurn))
        if why:
            self._terminal.note(why)
        self._terminal.hers(self._name, self._mood)
        self._terminal.print(Padding(exact(last.text), (0, 0, 0, 2)))

    def _begin(self) -> None:
        setting = self._session.setting
        scenario = setting.scenario
        about = Group(
            exact(f"{scenario.title} ({scenario.trade})", "bold"),
            exact(scenario.summary),
            exact(f"{setting.difficulty} · seed {setting.seed}", QUIET),
        )
        self._terminal.print(framed(about, exact(f"A conversation with {self._name}", "bold")))
        if self._terminal.live:
            self._facts()
            self._terminal.print()
        self._terminal.note(who_speaks(self._app.settings.voice))
        if self._terminal.live:
            self._terminal.note("Say it in your own words. Enter alone says nothing; /help lists what else you can do.")
        self._her_last_words()

    def _facts(self, _: str = "") -> None:
        self._terminal.print(heading("What you know"))
        for title, items in self._session.setting.scenario.for_the_user:
            self._terminal.print(exact(title, "bold"), bulleted(exact(item) for item in items))

    def _list_commands(self, _: str) -> None:
        for name, told in _COMMANDS.items():
            self._terminal.print(joined(exact(f"{name:<8}", "bold"), exact(told)))

    def _coach(self, _: str) -> None:
        line = self._app.coach_line(LOCAL_OWNER, self._run, self._session, self._coached)
        self._coached.append(line.text)
        self._terminal.print(joined(exact("From beside the talk  ", "bold"), exact(line.text)))

    def _draft(self, draft: str) -> None:
        question = self._app.draft_question(LOCAL_OWNER, self._run, self._session, draft)
        if question is None:
            self._help()
            return
        self._terminal.print(joined(exact("On your draft  ", "bold"), exact(question)))

    def _undo(self, _: str) -> None:
        if last_user_turn(self._session.turns) is None:
            self._terminal.note("There is nothing to take back yet.")
            return
        self._before_the_last()

    def _before_the_last(self) -> None:
        self._run = self._app.before_the_last(LOCAL_OWNER, self._run, self._session)
        self._session = self._app.session(LOCAL_OWNER, self._run)
        self._her_last_words("Back before your last words:")

    def _leave(self, _: str = "") -> None:
        self._session = self._app.leave(LOCAL_OWNER, self._run, self._session)
        self._her_last_words()

    def _help(self) -> None:
        """Help in place of the role-play.

        Raises:
            _Left: the person does not go back to practising.
        """
        settings = self._app.settings
        if not wants_to_go_back(help_text_or_shipped(settings.help_file), settings.country, self._terminal):
            raise _Left

    def _send_elsewhere(self, title: str) -> None:
        card = help_text_or_shipped(self._app.settings.help_file).not_practice
        places = (joined(exact(f"{place.name}. ", "bold"), exact(place.what)) for place in card.places)
        self._terminal.print()
        self._terminal.print(framed(Group(exact(title), exact(card.text), bulleted(places)), exact(card.title, "bold")))

    def _debrief(self) -> None:
        terminal = self._terminal
        if last_user_turn(self._session.turns) is None:
            terminal.note("You said nothing, so there is nothing to read.")
            return
        transcript = self._app.transcript(LOCAL_OWNER, self._run, self._session)
        terminal.print()
        terminal.print(*advice(transcript, self._app.report(self._session), most=1))
        terminal.print("", trust_line(transcript))
        terminal.print()
        terminal.note(f"{self._kept} {self._all_of_it}".strip())

    def _stopped(self) -> None:
        self._session = self._app.session(LOCAL_OWNER, self._run)  # of a reply under way it has what had come
        self._terminal.print()
        self._terminal.note(f"You stopped here. {self._kept}")

    @property
    def _kept(self) -> str:
        if not self._app.keeps:
            return "Nothing was kept, as you wished."
        return "It is kept: `simulator run` opens the app, and it stands there among your past conversations."

    @property
    def _all_of_it(self) -> str:
        if self._file is None:
            return ""
        return f"Every figure and the words behind it: simulator score {self._file} --pretty"

    def _write(self) -> None:
        if self._file is not None:
            transcript = self._app.transcript(LOCAL_OWNER, self._run, self._session)
            write(self._file, as_json(transcript).encode("utf-8"))


class _Waiting:
    """Tells the place of her words why they do not come yet."""

    reply: Reply | None = None

    def told(self, _: str, seconds: float) -> None:
        if self.reply is not None:
            self.reply.wait(f"The model is busy or out of reach. Trying again in {max(1, round(seconds))} s …")
