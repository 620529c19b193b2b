"""Signing in to redline's pages with an account elsewhere, done by a real browser.

Called with the program and a folder for what it writes.
"""

import os
import signal
import socket
import subprocess
import sys
import time

from axe_selenium_python import Axe

from browser import Browser
from provider import CLIENT, SECRET, Provider

REDLINE, FOLDER = sys.argv[1:]


def check(condition, what):
    if not condition:
        raise AssertionError(what)


def look(browser, page):
    axe = Axe(browser.driver)
    axe.inject()
    found = [v for v in axe.run()["violations"] if v["impact"] in ("serious", "critical")]
    check(not found, f"axe-core finds nothing serious on {page}: {found}")


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def start(provider):
    """A service whose address is known before it is there, as its own people know it."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    settings = {
        "REDLINE_OIDC_ISSUER": provider.issuer, "REDLINE_OIDC_CLIENT_ID": CLIENT,
        "REDLINE_OIDC_CLIENT_SECRET": SECRET, "REDLINE_PUBLIC_URL": url,
        "REDLINE_OIDC_NAME": "Example", "REDLINE_OIDC_ROLE_CLAIM": "groups",
        "REDLINE_OIDC_ROLES": "law=compliance",
    }
    log = open(os.path.join(FOLDER, "account.log"), "w")
    service = subprocess.Popen(
        [REDLINE, "serve", "--listen", f"127.0.0.1:{port}", "--spool", f"{FOLDER}/account-spool"],
        env=os.environ | settings, stdout=log, stderr=log,
    )
    deadline = time.monotonic() + 60
    while "redline listens" not in open(log.name).read():
        check(service.poll() is None and time.monotonic() < deadline, open(log.name).read())
        time.sleep(0.1)
    return service, url


def day(provider, url, scripts):
    with Browser(url, FOLDER, scripts=scripts) as browser:
        provider.claims = {"sub": "eva@example.com"}
        browser.go("/exports?status=completed")
        check(browser.path.startswith("/sign-in?"), "one is asked to sign in")
        if scripts:
            look(browser, "/sign-in")
        browser.press("Sign in with Example")
        check(browser.driver.current_url.startswith(provider.issuer), "the link leads there")
        browser.press("Let me in")
        check(browser.path == "/exports?status=completed", f"one comes back: {browser.path}")
        check("eva@example.com" in browser.text, "one is the owner that the account names")
        browser.click("header button")
        check(browser.path == "/sign-in/openid/out", "one signs out")
        if scripts:
            look(browser, "/sign-in/openid/out")
        before = provider.signed_out
        browser.press("Sign out of Example, too")
        check(browser.path == "/sign-in", "the provider sends one back")
        check(provider.signed_out == before + 1, "one is signed out there as well")
        browser.go("/exports")
        check(browser.path.startswith("/sign-in"), "the sign-in has ended")
        provider.claims = {"sub": "eva@example.com", "groups": ["law"]}
        browser.press("Sign in with Example")
        browser.press("Let me in")
        browser.go("/compliance")
        check(browser.path == "/compliance", "a group opens what it is to open")
        complaints = browser.complaints()
        check(not complaints, f"the browser complains: {complaints}")


def main():
    with Provider(FOLDER) as provider:
        service, url = start(provider)
        try:
            for scripts in (True, False):
                day(provider, url, scripts)
        finally:
            service.send_signal(signal.SIGTERM)
            service.wait(60)
    print("check-pages: a browser signed in with an account elsewhere, and out again")


if __name__ == "__main__":
    main()
