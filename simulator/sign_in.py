"""Signing in on a team installation: how it is set up, and whom a sign-in stands for.

Streamlit's ``st.login`` leads to the provider and back. On the way Authlib checks the signature, the nonce, the issuer
where the provider's own description names one, and the end of the sign-in with two minutes of grace; then Streamlit
believes its cookie for thirty days. It never looks at the end again, and a token for another program passes where it
names this one as the party that asked. So every run of a page asks ``person`` again, which takes nothing for granted.
"""

from __future__ import annotations

import hashlib
import ipaddress
import json
import math
from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, ConfigDict, Field, SecretStr, field_validator

from .domain.base import Value
from .errors import NotSignedIn, SignedInTooLongAgo

#: Where the provider sends people back to; Streamlit's own.
CALLBACK = "/oauth2callback"
_LONGEST = 255
_NAME = 80
#: Seconds by which the provider's clock may be ahead of ours.
_AHEAD = 120
_COOKIE_SECRET = 32


def on_loopback(host: str) -> bool:
    """Whether a host is this machine and nobody else can reach it."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _safe_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.username is not None or parts.password is not None or not text.isprintable() or " " in text:
        raise ValueError("is no plain address; write it like https://login.example.org.")
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and on_loopback(parts.hostname))):
        raise ValueError("must begin with https://; what goes there lets people in.")
    return text


SafeAddress = Annotated[str, Field(max_length=500), AfterValidator(_safe_address)]


class Auth(Value):
    """What Streamlit wants in ``[auth]`` of its secrets file; further keys are Streamlit's own."""

    model_config = ConfigDict(hide_input_in_errors=True, extra="ignore")

    redirect_uri: SafeAddress
    cookie_secret: Annotated[SecretStr, Field(min_length=_COOKIE_SECRET)]
    client_id: Annotated[str, Field(min_length=1, max_length=_LONGEST)]
    client_secret: Annotated[SecretStr, Field(min_length=1)]
    server_metadata_url: SafeAddress
    client_kwargs: dict[str, Any] = Field(default_factory=dict)

    @property
    def home(self) -> str:
        """The address of the installation, without a slash at its end; ``{port}`` stands for the server's own."""
        return self.redirect_uri.removesuffix(CALLBACK)

    @field_validator("redirect_uri")
    @classmethod
    def _leads_back(cls, text: str) -> str:
        if urlsplit(text).path.endswith(CALLBACK) and not urlsplit(text).query:
            return text
        raise ValueError(f"must be the address of this installation with {CALLBACK} at its end.")

    @field_validator("client_kwargs")
    @classmethod
    def _asks_for_an_identity(cls, more: dict[str, Any]) -> dict[str, Any]:
        if "openid" in str(more.get("scope", "openid")).split():
            return more
        raise ValueError('must keep "openid" in its scope; without it nobody is named.')


class Team(Value):
    """An installation for several people: who may vouch for them, and how they are asked."""

    issuer: str
    auth: Auth


class Person(Value):
    """Whom a sign-in stands for.

    Attributes:
        owner: the key of everything that is theirs, from issuer and subject; it says neither.
        name: what the provider calls them.
        email: where the provider says that it is theirs; None otherwise.
        sign_in: the key of this one sign-in, so that it can be ended.
        ends_at: when it ends, in seconds since 1970.
    """

    owner: str
    name: str
    email: str | None = None
    sign_in: str
    ends_at: float

    @property
    def seen_as(self) -> str:
        """Name and address, for somebody who wants to know who it is."""
        return self.name if self.email in (None, self.name) else f"{self.name} ({self.email})"


def person(claims: Mapping[str, Any], team: Team, now: float) -> Person:
    """Whom these claims of an identity token stand for, at ``now`` in seconds since 1970.

    Raises:
        SignedInTooLongAgo: it was good, and has ended.
        NotSignedIn: nobody has signed in, or not for this installation.
    """
    if claims.get("is_logged_in") is not True:
        raise NotSignedIn("Sign in to go on.")
    reason = _not_for_us(claims, team, now)
    if reason:
        raise NotSignedIn(f"This sign-in does not count here: {reason}. Sign in again, or ask who runs this.")
    owner = _key(claims["iss"], claims["sub"])
    if claims["exp"] <= now:
        raise SignedInTooLongAgo(owner)
    email = claims.get("email") if claims.get("email_verified") is True else None
    return Person(
        owner=owner,
        name=_name(claims, email),
        email=email[:_LONGEST] if isinstance(email, str) else None,
        sign_in=_key(owner, claims["nonce"], claims["iat"]),
        ends_at=claims["exp"],
    )


def _not_for_us(claims: Mapping[str, Any], team: Team, now: float) -> str:
    """What is wrong with claims that do not stand for somebody here; empty where nothing is."""
    us, audience, asked_by = team.auth.client_id, claims.get("aud"), claims.get("azp")
    others = list(audience) if isinstance(audience, list | tuple) else [audience]
    if claims.get("iss") != team.issuer:
        return "another provider made it"
    if us not in others or (asked_by is None and len(others) > 1) or asked_by not in (None, us):
        return "it was made for another program"
    if not _text(claims.get("sub")) or not _text(claims.get("nonce")):
        return "it names nobody, or nobody asked for it"
    if not _time(claims.get("exp")) or not _time(claims.get("iat")):
        return "it does not say from when to when it holds"
    begins = claims.get("nbf", 0)
    if not _time(begins) or max(claims["iat"], begins) > now + _AHEAD:
        return "it does not hold yet"
    return ""


def _text(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _LONGEST


def _time(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _name(claims: Mapping[str, Any], email: object) -> str:
    for said in (claims.get("name"), claims.get("preferred_username"), email):
        if isinstance(said, str) and said.strip():
            return said.strip()[:_NAME]
    return "Somebody without a name"


def _key(*parts: object) -> str:
    """Text that stays the same for the same parts, and from which nobody reads them back."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
