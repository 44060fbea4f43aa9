"""One conversation in the terminal, over the same app and database as the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING
from uuid import uuid4

import click

from ..app import LOCAL_OWNER
from ..backends.base import closed
from ..dialogue.engine import Notice, ReplyFinished, ReplyText, TurnEvent, UserTurnAccepted
from ..domain.conduct import Ending
from ..domain.transcript import SupervisorTurn, last_user_turn
from ..drawing import exact, joined
from ..errors import BadText
from ..pretty_advice import advice, trust_line
from ..safety.distress import is_near_distress
from ..safety.elsewhere import not_for_practice
from ..safety.help import help_text_or_shipped
from .helping import wants_to_go_back
from .screens import COMMANDS, list_commands, name_help, send_elsewhere, show_beginning, show_facts, show_turn

if TYPE_CHECKING:
    from ..app import App
    from ..dialogue.session import Session
    from .keeping import Kept
    from .terminal import Reply, Terminal


class _Left(Exception):
    """Somebody in distress went away."""


class Conversing:
    """Takes line after line until the conversation is over, and shows the debrief."""

    def __init__(self, app: App, terminal: Terminal, run: str, kept: Kept) -> None:
        """
        Args:
            app: holds the conversation.
            terminal: where it is typed and shown.
            run: the conversation's id.
            kept: where it is kept, and what to say about that.
        """
        self._app, self._terminal, self._run, self._kept = app, terminal, run, kept
        self._session = app.session(LOCAL_OWNER, run)
        self._coached: list[str] = []
        self._sent_elsewhere = False
        self._named_help = False
        self._commands: dict[str, Callable[[str], None]] = {
            "/coach": self._coach,
            "/draft": self._draft,
            "/undo": self._undo,
            "/facts": lambda _: show_facts(terminal, self._session.setting.scenario),
            "/help": lambda _: list_commands(terminal),
            "/end": self._leave,
        }
        assert self._commands.keys() == COMMANDS.keys(), "the list of commands tells of others"

    def hold(self) -> None:
        """Talk until somebody ends it. Whatever was said is kept at once, in whichever way it ends.

        Raises:
            SimulatorError: the database cannot be used, a line cannot be taken, or the file cannot be written.
        """
        self._write()  # a file that cannot be written is refused before a word was said
        try:
            show_beginning(self._terminal, self._session, self._app.settings.voice)
            self._answer_what_is_owed("Where you left, the reply had not come to its end. From the script:")
            self._talk()
            self._debrief()
        except _Left:
            pass
        except KeyboardInterrupt:
            self._stopped()
            return
        finally:
            self._write()
        self._say_what_was_not_read()

    def _talk(self) -> None:
        while self._session.ending is None:
            line = self._next_line()
            try:
                self._take(line)
            except KeyboardInterrupt:
                if not self._terminal.live:
                    raise
                self._cut_short()
            self._write()
            if self._session.ending is Ending.STOPPED_FOR_HELP:
                self._help()
                self._back_in(self._app.take_back(LOCAL_OWNER, self._run))

    def _next_line(self) -> str | None:
        """What is typed next. Ctrl-C at the prompt says what it would do, and does it when pressed once more."""
        try:
            return self._terminal.read()
        except KeyboardInterrupt:
            if not self._terminal.live:
                raise
            self._terminal.print()
            self._terminal.note(self._kept.at_the_prompt(said=self._spoke))
            return self._terminal.read()
        except BadText as error:
            raise self._with_what_is_kept(error) from error

    def _take(self, line: str | None) -> None:
        if line is None:
            self._leave()
        elif line[:1] == "/" and line[1:2].isalpha():
            self._obey(line)
        else:
            self._say(line)

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
            if not self._terminal.live:
                raise self._with_what_is_kept(self._terminal.on_its_line(error)) from error
            self._terminal.refuse(error)
            return
        self._answer_what_is_owed("This line is from the script:")
        if not self._named_help and self._session.ending is None and is_near_distress(words):
            self._named_help = True
            name_help(self._terminal, help_text_or_shipped(app.settings.help_file), app.settings.country)
        if not self._sent_elsewhere and (title := not_for_practice(words)) is not None:
            self._sent_elsewhere = True
            send_elsewhere(self._terminal, help_text_or_shipped(app.settings.help_file), title)

    @property
    def _owes(self) -> bool:
        return self._session.broken_off or self._session.plan is not None

    def _answer_what_is_owed(self, why: str) -> None:
        """Where her reply broke off, or never came, her scripted line stands."""
        if self._owes:
            self._session = self._app.let_script_stand(LOCAL_OWNER, self._run, self._session)
            self._her_last_words(why)

    def _cut_short(self) -> None:
        """Somebody pressed Ctrl-C while something was under way: it stops, and the talk goes on."""
        before, self._session = self._session, self._app.session(LOCAL_OWNER, self._run)
        self._terminal.print()
        if self._owes:
            self._answer_what_is_owed("You stopped the reply. This line is from the script:")
        elif len(self._session.turns) > len(before.turns):
            self._her_last_words("You stopped the reply. This is the whole of it:")
        else:
            self._terminal.note("Stopped. The arrow up brings back what you typed.")

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
        show_turn(self._terminal, self._session.setting.persona, last)

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
        last = last_user_turn(self._session.turns)
        if last is None:
            self._terminal.note("There is nothing to take back yet.")
            return
        self._run = self._app.say_differently(LOCAL_OWNER, self._run, self._session, last.id)
        self._back_in(self._app.session(LOCAL_OWNER, self._run))

    def _back_in(self, session: Session) -> None:
        self._session = session
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

    def _debrief(self) -> None:
        terminal = self._terminal
        if not self._spoke:
            terminal.note("You said nothing, so there is nothing to read.")
            return
        transcript = self._app.transcript(LOCAL_OWNER, self._run, self._session)
        terminal.print()
        terminal.print(*advice(transcript, self._app.report(self._session), most=1))
        terminal.print("", trust_line(transcript))
        terminal.print()
        terminal.note(self._kept.at_the_end)

    def _stopped(self) -> None:
        self._session = self._app.session(LOCAL_OWNER, self._run)  # of a reply under way it has what had come
        self._terminal.print()
        self._terminal.note(f"You stopped here. {self._kept.where_stopped(said=self._spoke)}")

    @property
    def _spoke(self) -> bool:
        return last_user_turn(self._session.turns) is not None

    def _with_what_is_kept(self, error: BadText) -> BadText:
        """The same refusal, with a word on what was said before it."""
        return BadText(f"{error} {self._kept.where_stopped(said=True)}") if self._spoke else error

    def _say_what_was_not_read(self) -> None:
        if more := self._terminal.unread():
            told = "1 line after that was not read" if more == 1 else f"{more:,} lines after that were not read"
            click.echo(f"simulator: the talk ended; {told}.", err=True)

    def _write(self) -> None:
        if self._kept.file is not None:
            self._kept.write(self._app.transcript(LOCAL_OWNER, self._run, self._session))


class _Waiting:
    """Tells the place of her words why they do not come yet."""

    reply: Reply | None = None

    def told(self, _: str, seconds: float) -> None:
        if self.reply is not None:
            self.reply.wait(f"The model is busy or out of reach. Trying again in {max(1, round(seconds))} s …")
