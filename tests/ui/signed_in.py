"""Somebody who has signed in, for page tests without a browser."""

from __future__ import annotations

import time
from typing import Any

from streamlit.testing.v1 import AppTest

from tests.test_sign_in import CLAIMS
from tests.ui.conftest import everybody
from tests.ui.test_pages import html


def claims(subject: str, lasts: float = 3600, **changes: Any) -> dict[str, Any]:
    """What Streamlit knows of somebody whose sign-in lasts so many seconds more."""
    now = time.time()
    names = {"name": subject.capitalize(), "email": f"{subject}@example.org"}
    return {**CLAIMS, **names, "sub": subject, "iat": now - 60, "exp": now + lasts, **changes}


def keys(page: AppTest) -> set[str]:
    """The buttons in view."""
    return {str(button.key) for button in page.button}


def talking(page: AppTest, subject: str) -> AppTest:
    """The page in the middle of a talk of this person, with their canary in it."""
    page.user = claims(subject)
    page.run()
    everybody(page).button(key="talk-teacher").click().run()
    page.chat_input[0].set_value(f"I did not send the zq{subject}qz report.").run()
    assert not page.exception
    assert f"zq{subject}qz" in html(page)
    return page
