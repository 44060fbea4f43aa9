"""The server: the pages of streamlit_app.py, and a way back from every address that leads nowhere."""

from pathlib import Path

from starlette.middleware import Middleware
from streamlit.starlette import App

from simulator.lost import WayBack

app = App(Path(__file__).with_name("streamlit_app.py"), middleware=[Middleware(WayBack)])
