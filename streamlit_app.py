"""The app's entry for Streamlit; everything lives in simulator.ui."""

from simulator.ui.main import render

render()
