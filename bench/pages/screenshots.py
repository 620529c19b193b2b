"""Makes pictures of redline's pages: light, dark, and as on a phone.

Called with the service's address, an admin key, an owner key, a folder for all pictures, and the folder
for those of the README.
"""

import os
import sys

from browser import Browser

URL, ADMIN, OWNER, PICTURES, SHOWN = sys.argv[1:]
LOOKS = {
    "light": {"width": 1280, "height": 900},
    "dark": {"width": 1280, "height": 900, "dark": True},
    "phone": {"width": 390, "height": 844},
}
# What the README shows: a page in one of its looks, and how much of it.
README = {
    ("dashboard", "light"): 900,
    ("review", "light"): 1150,
    ("workflow", "light"): 1150,
    ("report", "dark"): 900,
}


def picture(browser, name, look):
    width = LOOKS[look]["width"]
    full = browser.driver.execute_script("return document.documentElement.scrollHeight")
    browser.size(width, min(max(full, 600), 6000))
    browser.driver.save_screenshot(os.path.join(PICTURES, f"{name}-{look}.png"))
    height = README.get((name, look))
    if height:
        browser.size(width, height)
        browser.driver.save_screenshot(os.path.join(SHOWN, f"{name}.png"))
    browser.size(width, LOOKS[look]["height"])


def work():
    """An export with corrections, for the pages of exports; gives its path."""
    with Browser(URL) as browser:
        browser.sign_in(OWNER)
        browser.press("Begin the export")
        review = browser.path
        browser.type('[id="v/vendor"]', "Acme Corporation")
        browser.type('[id="v/total"]', "93.75")
        browser.press("Make the file")
        browser.go("/exports")
        browser.driver.find_element("tag name", "summary").click()
        browser.type("#new-id", "INV-1043")
        browser.type("#new-type", "invoice")
        browser.type("#new-data", '{"vendor": "Acme Corporation", "total": 12.5}')
        browser.click("details button.main")
        return review


def main():
    os.makedirs(SHOWN, exist_ok=True)
    review = work()
    workflow = review.removesuffix("/review")
    pages = [
        (None, "sign-in", "/sign-in"), (OWNER, "exports", "/exports"), (OWNER, "review", review),
        (OWNER, "workflow", workflow), (OWNER, "compare", f"{workflow}/compare"),
        (ADMIN, "dashboard", "/"), (ADMIN, "reports", "/reports"),
        (ADMIN, "report", "/reports/editing_rate?by=day"),
        (ADMIN, "interactions", "/interactions"), (ADMIN, "corrections", "/corrections"),
        (ADMIN, "corrected", "/corrections/list"), (ADMIN, "compliance", "/compliance"),
        (ADMIN, "owner", "/compliance/owner?owner=emily.carter@example.com"),
        (ADMIN, "retention", "/compliance/retention?plan=true"),
        (ADMIN, "audit", "/compliance/audit"),
    ]
    for look, settings in LOOKS.items():
        for key in (None, OWNER, ADMIN):
            with Browser(URL, **settings) as browser:
                if key:
                    browser.sign_in(key)
                for who, name, path in pages:
                    if who == key:
                        browser.go(path)
                        picture(browser, name, look)


if __name__ == "__main__":
    main()
