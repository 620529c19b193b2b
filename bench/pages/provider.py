"""A provider of accounts (OpenID Connect), as small as one can be, for a browser to go through.

It signs with a key that `openssl` draws, so that nothing of redline has a hand in it.
"""

import base64
import hashlib
import html
import json
import os
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

CLIENT, SECRET = "redline", "a secret of the test"


def text(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Provider:
    """`with` starts and ends it; `claims` are what it says of whoever signs in."""

    def __init__(self, folder):
        self.key = os.path.join(folder, "provider.pem")
        command = ["openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]
        subprocess.run([*command, "-out", self.key], check=True, capture_output=True)
        shown = subprocess.run(
            ["openssl", "rsa", "-in", self.key, "-noout", "-modulus"],
            check=True, capture_output=True, text=True,
        ).stdout
        self.modulus = bytes.fromhex(shown.strip().removeprefix("Modulus="))
        self.claims = {"sub": "ada-1815"}
        self.begun, self.signed_out = {}, 0
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def described(self):
        names = {
            "authorization_endpoint": "/authorize", "token_endpoint": "/token",
            "jwks_uri": "/keys", "end_session_endpoint": "/logout",
        }
        return {"issuer": self.issuer} | {n: self.issuer + p for n, p in names.items()}

    def token(self, asked):
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 60,
            "nonce": asked["nonce"],
        } | self.claims
        parts = [{"alg": "RS256", "kid": "1"}, claims]
        signed = ".".join(text(json.dumps(part).encode()) for part in parts)
        signature = subprocess.run(
            ["openssl", "dgst", "-sha256", "-sign", self.key],
            input=signed.encode(), check=True, capture_output=True,
        ).stdout
        return f"{signed}.{text(signature)}"

    def handler(provider):
        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def answer(self, body, status=200, kind="application/json", **headers):
                body = body if isinstance(body, str) else json.dumps(body)
                self.send_response(status)
                for name, value in {"Content-Type": kind, **headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body.encode())))
                self.end_headers()
                self.wfile.write(body.encode())

            def do_GET(self):
                path, query = urlsplit(self.path).path, urlsplit(self.path).query
                asked = {name: values[0] for name, values in parse_qs(query).items()}
                if path == "/.well-known/openid-configuration":
                    self.answer(provider.described())
                elif path == "/keys":
                    key = {"kty": "RSA", "kid": "1", "n": text(provider.modulus), "e": "AQAB"}
                    self.answer({"keys": [key]})
                elif path == "/authorize":
                    fields = "".join(
                        f'<input type="hidden" name="{html.escape(name)}" '
                        f'value="{html.escape(value)}">' for name, value in asked.items()
                    )
                    self.answer(
                        "<link rel='icon' href='data:,'><main>"
                        f"<form method='post' action='/in'>{fields}"
                        "<button>Let me in</button></form></main>",
                        kind="text/html",
                    )
                elif path == "/logout":
                    provider.signed_out += 1
                    where = asked["post_logout_redirect_uri"]
                    self.answer("", 303, Location=where)
                else:
                    self.answer({}, 404)

            def do_POST(self):
                length = int(self.headers["Content-Length"])
                form = parse_qs(self.rfile.read(length).decode())
                asked = {name: values[0] for name, values in form.items()}
                if self.path == "/in":
                    code = text(os.urandom(16))
                    provider.begun[code] = asked
                    query = urlencode({"code": code, "state": asked["state"]})
                    self.answer("", 303, Location=f"{asked['redirect_uri']}?{query}")
                    return
                begun = provider.begun.pop(asked.get("code"), None)
                shown = text(hashlib.sha256(asked["code_verifier"].encode()).digest())
                pair = base64.b64encode(
                    f"{CLIENT}:{SECRET.replace(' ', '%20')}".encode()
                ).decode()
                fits = begun is not None and begun["code_challenge"] == shown
                if self.headers["Authorization"] == f"Basic {pair}" and fits:
                    self.answer({"token_type": "Bearer", "id_token": provider.token(begun)})
                else:
                    self.answer({"error": "invalid_grant"}, 400)

        return Handler
