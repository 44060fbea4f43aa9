"""An OpenID provider for the tests, on loopback: it lets in whom the test names, with a token as the test wants it."""

from __future__ import annotations

import json
import secrets
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT = "conversation-simulator"
CLIENT_SECRET = "canary-client-secret"
COOKIE_SECRET = "canary-cookie-secret-of-forty-characters"


class Provider:
    """One provider. The test says who signs in next, and what is odd about the token.

    Attributes:
        subject: who signs in next.
        changes: claims put in place of the right ones; None leaves one out.
        forged: the token is signed by a key that the provider does not publish.
        signed_out: how often somebody was sent here to sign out.
    """

    def __init__(self) -> None:
        self.subject = "alice"
        self.changes: dict[str, Any] = {}
        self.forged = False
        self.signed_out = 0
        self._key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
        self._other = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
        self._codes: dict[str, tuple[dict[str, Any], bool, str]] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def says(self, subject: str, *, forged: bool = False, **changes: Any) -> None:
        """Let ``subject`` sign in next, with these changes to the token."""
        self.subject, self.forged, self.changes = subject, forged, changes

    def metadata(self) -> dict[str, Any]:
        """What the provider tells about itself."""
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/jwks",
            "end_session_endpoint": f"{self.url}/logout",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def keys(self) -> dict[str, Any]:
        """The keys it publishes."""
        return {"keys": [self._key.as_dict(private=False)]}

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser is sent back to; nobody types a password here."""
        assert asked["client_id"] == CLIENT
        code, now = secrets.token_urlsafe(16), int(time.time())
        claims = {
            "iss": self.url,
            "sub": self.subject,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 3600,
            "nonce": asked["nonce"],
            "name": self.subject.capitalize(),
            "email": f"{self.subject}@example.org",
            "email_verified": True,
            **self.changes,
        }
        kept = {name: value for name, value in claims.items() if value is not None}
        self._codes[code] = (kept, self.forged, asked["code_challenge"])
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, asked: dict[str, str]) -> dict[str, Any]:
        """The identity token for a code, once, to whoever asked for the code."""
        claims, forged, challenge = self._codes.pop(asked["code"])
        proof = urlsafe_b64encode(sha256(asked["code_verifier"].encode()).digest()).decode().rstrip("=")
        assert proof == challenge
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self._other if forged else self._key)
        return {"access_token": secrets.token_urlsafe(16), "token_type": "Bearer", "id_token": signed}

    def secrets_in(self, folder: Path) -> Path:
        """A folder with the secrets file of an installation whose people sign in here; the port is the server's own."""
        (folder / ".streamlit").mkdir(parents=True, exist_ok=True)
        (folder / ".streamlit" / "secrets.toml").write_text(
            "[auth]\n"
            'redirect_uri = "http://127.0.0.1:{port}/oauth2callback"\n'
            f'cookie_secret = "{COOKIE_SECRET}"\n'
            f'client_id = "{CLIENT}"\n'
            f'client_secret = "{CLIENT_SECRET}"\n'
            f'server_metadata_url = "{self.url}/.well-known/openid-configuration"\n'
            'client_kwargs = { scope = "openid profile email" }\n',
            "utf-8",
        )
        return folder


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            if parts.path == "/.well-known/openid-configuration":
                self._json(provider.metadata())
            elif parts.path == "/jwks":
                self._json(provider.keys())
            elif parts.path == "/authorize":
                self._go(provider.authorize(asked))
            elif parts.path == "/logout":
                provider.signed_out += 1
                self._go(asked["post_logout_redirect_uri"])
            else:
                self.send_error(404)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._json(provider.token({name: values[0] for name, values in parse_qs(body).items()}))

        def _json(self, document: dict[str, Any]) -> None:
            body = json.dumps(document).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _go(self, where: str) -> None:
            self.send_response(302)
            self.send_header("Location", where)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:
            """Say nothing."""

    return Handler


@contextmanager
def provider() -> Iterator[Provider]:
    """A provider for the length of the block."""
    made = Provider()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield made
    finally:
        made.server.shutdown()
        thread.join(timeout=10)
        made.server.server_close()
