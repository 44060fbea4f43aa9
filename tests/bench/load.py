"""Many at once: sessions without a browser over the page's own websocket, all in one server process.

Each session opens a talk of its own and says something, again and again, after five seconds of thinking. A turn lasts
from the words on the wire until the page has nothing more to draw: her whole reply is there, and the box is free again.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from rich.console import Console, RenderableType
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from .serving import OURS, cpu_seconds, load_of_the_machine, megabytes, page_server
from .tables import table

SESSIONS, THINKING, TURNS = 50, 5.0, 5
_LONGEST_WAIT = 60.0
_WORDS = (
    "I did not send the September report, and that was mine to send.",
    "The planners sat in the meeting with old figures because of me.",
    "You have the next one on Thursday at noon.",
    "What do you expect of me until the end of the month?",
    "If one of them will be late, you hear it from me the day before.",
    "That one I answered on the third, and the confirmation is in the folder.",
)


class Visitor:
    """One window without a browser."""

    def __init__(self, wire: ClientConnection, address: str, run: str) -> None:
        self._wire = wire
        self._address = f"{address}/talk?run={run}"
        self._run = run
        self._page = ""
        self._box = ""

    async def open(self) -> None:
        """Load the talk."""
        message = self._rerun()
        message.rerun_script.page_name = "talk"
        await self._until_drawn(message)

    async def say(self, words: str) -> float:
        """Say something; returns how many seconds the turn took.

        Raises:
            RuntimeError: there is no box to say it in, or the page broke.
        """
        if not self._box:
            raise RuntimeError("the talk has ended")
        message = self._rerun()
        message.rerun_script.page_script_hash = self._page
        state = message.rerun_script.widget_states.widgets.add()
        state.id = self._box
        state.chat_input_value.data = words
        before = time.perf_counter()
        await self._until_drawn(message)
        return time.perf_counter() - before

    def _rerun(self) -> BackMsg:
        message = BackMsg()
        message.rerun_script.query_string = f"run={self._run}"
        message.rerun_script.context_info.url = self._address
        return message

    async def _until_drawn(self, message: BackMsg) -> None:
        """Send it, and read until a script of the page has come to its end without another one to follow."""
        await self._wire.send(message.SerializeToString())
        box = ""
        while True:
            frame = await asyncio.wait_for(self._wire.recv(), _LONGEST_WAIT)
            answer = ForwardMsg.FromString(frame if isinstance(frame, bytes) else frame.encode())
            kind = answer.WhichOneof("type")
            if kind == "new_session":
                box = ""
            elif kind == "navigation":
                self._page = answer.navigation.page_script_hash
            elif kind == "delta":
                element = answer.delta.new_element
                if element.WhichOneof("type") == "exception":
                    raise RuntimeError(element.exception.message)
                if element.WhichOneof("type") == "chat_input":
                    box = element.chat_input.id
            elif kind == "script_finished" and answer.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                self._box = box
                return


def tables() -> list[RenderableType]:
    """How long a turn takes when many talk at once."""
    with tempfile.TemporaryDirectory(prefix="simulator-load-") as folder:
        data = Path(folder)
        first_run, *runs = _talks(data, SESSIONS + 1)
        with page_server(OURS, data) as (process, address):
            asyncio.run(_visit(address, first_run, turns=3, thinking=0))  # what is loaded once is loaded
            before, small = cpu_seconds(process.pid), megabytes(process.pid)
            took, ended = asyncio.run(_all_at_once(address, runs))
            spent, large = cpu_seconds(process.pid) - before, megabytes(process.pid)
    p95 = quantiles(took, n=20)[-1]
    rows = [
        ("sessions, each with a talk of its own", str(SESSIONS)),
        ("turns", str(len(took))),
        ("median of a turn, s", f"{median(took):.2f}"),
        ("95th percentile, s", f"{p95:.2f}"),
        ("slowest, s", f"{max(took):.2f}"),
        ("CPU of the server for a turn, its share of opening included, ms", f"{1000 * spent / len(took):.0f}"),
        ("memory of the server before, MB", f"{small:.0f}"),
        ("memory of the server after them, MB", f"{large:.0f}"),
        ("memory for a session, MB", f"{(large - small) / SESSIONS:.1f}"),
    ]
    note = f"One process that has held one talk before, {THINKING:.0f} s of thinking before each turn. "
    note += f"{ended} sessions ended before their last turn. {load_of_the_machine()}"
    return [table("Many at once", ("", ""), rows, note)]


def _talks(data: Path, number: int) -> list[str]:
    from simulator.app import App
    from simulator.config import Settings
    from simulator.resources import DEFAULT_SCENARIO

    app = App(Settings(data_folder=data, words_per_second=0))
    personas, scenario = list(app.library.personas), app.library.scenario(DEFAULT_SCENARIO)
    return [app.start("local", personas[one % len(personas)], scenario, seed=one) for one in range(number)]


async def _all_at_once(address: str, runs: list[str]) -> tuple[list[float], int]:
    done = await asyncio.gather(*(_visit(address, run) for run in runs))
    return [took for one in done for took in one], sum(len(one) < TURNS for one in done)


async def _visit(address: str, run: str, turns: int = TURNS, thinking: float = THINKING) -> list[float]:
    await asyncio.sleep(random.Random(run).uniform(0, thinking))  # people do not arrive in the same moment
    stream = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
    took: list[float] = []
    async with connect(stream, max_size=None, origin=address, subprotocols=["streamlit"]) as wire:  # type: ignore[list-item, arg-type]
        visitor = Visitor(wire, address, run)
        await visitor.open()
        for number in range(turns):
            await asyncio.sleep(thinking)
            try:
                took.append(await visitor.say(_WORDS[number % len(_WORDS)]))
            except RuntimeError:
                break
    return took


if __name__ == "__main__":
    for one in tables():
        Console(highlight=False, markup=False).print(one)
