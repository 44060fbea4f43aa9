"""The server: the pages of streamlit_app.py, and a way back from every address that leads nowhere."""

from pathlib import Path

from starlette.middleware import Middleware
from streamlit.starlette import App

import simulator.ui.main  # noqa: F401  loaded here, so that the first visitor does not wait for it
from simulator.lost import WayBack
from simulator.resources import library

library()
app = App(Path(__file__).with_name("streamlit_app.py"), middleware=[Middleware(WayBack)])
