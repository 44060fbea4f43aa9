"""Words that break out of a format where nothing holds them."""

from __future__ import annotations

HOSTILE = (
    "$5 and $6",
    ":red[x] and :material/bolt:",
    "<b>bold</b> &amp; <i>",
    "![](http://example.com/x.png)",
    "[click](javascript:alert(1))",
    "=1+1",
    "@SUM(A1:A9)",
    "-2+3",
    "+49 30 1234",
    "\t=1+1",
    "  =HYPERLINK(1)",
    "＝1+1",
    'a "quoted", cell; and\nanother line',
    "</style><script>alert(1)</script>",
    "</title></svg><img src=x onerror=alert(1)>",
    "\u202eevil\u2066 and \u200bhidden",
    "bell \x07 null \x00 escape \x1b[31m",
    "👍🎉 and 👨‍👩‍👧",
    "Ärger, naïve, Ελλάδα, Привет, “quotes” – dash…",
    "日本語 עברית",
    "''' \"\"\" {{ x }} ${y} %s {0}",
    "",
    "   ",
)
