"""What a person does on redline's pages, done by a real browser, with scripts and without.

Called with the service's address, an admin key, an owner key, a folder for downloads and the program.
"""

import io
import subprocess
import sys
import time
import zipfile

import openpyxl
from axe_selenium_python import Axe
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from browser import Browser

URL, ADMIN, OWNER, FOLDER, REDLINE = sys.argv[1:]
# Somebody of the sample data whom nothing else here is about.
ERASED = "emily.carter@example.com"
SERIOUS = ("serious", "critical")
looked_at = []


def check(condition, what):
    if not condition:
        raise AssertionError(what)


def look(browser, page):
    """Has axe-core look at the page as it stands."""
    axe = Axe(browser.driver)
    axe.inject()
    found = [v for v in axe.run()["violations"] if v["impact"] in SERIOUS]
    for violation in found:
        nodes = [node["html"] for node in violation["nodes"][:3]]
        print(f"axe-core: {page}: {violation['id']}: {violation['help']}: {nodes}")
    check(not found, f"axe-core finds nothing serious on {page}")
    looked_at.append(page)


def content(browser):
    """Whether the browser was content with all that it was given."""
    complaints = browser.complaints()
    check(not complaints, f"the browser complains: {complaints}")


def redline(*arguments):
    return subprocess.run([REDLINE, *arguments], check=True, capture_output=True).stdout


def corrections(browser):
    """The corrections that the dashboard counts."""
    for line in browser.text.splitlines():
        if "corrections on" in line:
            return int(line.split()[0].replace(",", ""))
    raise AssertionError("the dashboard counts corrections")


def owner_s_day(before):
    """From a stored document to its files; gives the workflow's path."""
    with Browser(URL, FOLDER) as browser:
        browser.go("/exports")
        check(browser.path.startswith("/sign-in"), "who is not signed in is asked to")
        look(browser, "/sign-in")
        browser.type("#key", "rl_wrong")
        browser.press("Sign in")
        check("unknown" in browser.text, "a wrong key is refused")
        look(browser, "/sign-in refused")
        browser.type("#key", OWNER)
        browser.press("Sign in")
        check(browser.path == "/exports", "one comes to where one was going")
        look(browser, "/exports to do")

        browser.press("Begin the export")
        check(browser.path.endswith("/review"), "an export begins with its review")
        look(browser, "/exports/{id}/review")
        legends = [legend.text for legend in browser.all("legend")]
        check(legends[0] == "Least certain first", f"low confidence comes first: {legends}")
        browser.type('[id="v/vendor"]', "Acme Corporation")
        # What is typed survives a reload.
        browser.driver.refresh()
        vendor = browser.find('[id="v/vendor"]').get_attribute("value")
        check(vendor == "Acme Corporation", "what was typed survives a reload")
        check("was put back" in browser.text, "and that is said")
        browser.type('[id="v/total"]', "93.75")
        browser.find('[id="v/invoice_number"]').send_keys(Keys.TAB)
        focused = browser.driver.switch_to.active_element
        check(focused.get_attribute("name") == "c/invoice_number", "the keyboard leads on")
        focused.send_keys(Keys.SPACE)
        browser.click('button[value="add:/line_items"]')
        for member, value in (("description", "Ink"), ("quantity", "2"), ("price", "12.5")):
            browser.type(f'[id="v/line_items/n1/{member}"]', value)
        browser.click('button[value="up:/line_items/n1"]')
        look(browser, "/exports/{id}/review with an item")
        time.sleep(1.2)
        browser.press("Make the file")
        check("The file is ready." in browser.text, f"the file is made: {browser.text[:400]}")
        look(browser, "/exports/{id}")
        workflow = browser.path.split("?")[0]
        browser.press("Download", leaves=False)
        check(browser.downloaded(".pdf").startswith(b"%PDF"), "a PDF is downloaded")

        browser.go("/exports")
        row = browser.find("tbody tr").text
        check("INV-1042" in row and "completed" in row, f"it is in the history: {row}")
        look(browser, "/exports")
        browser.press("INV-1042")
        browser.press("Compare")
        shown = browser.text
        for word in ("/vendor", "/total", "/line_items/1/description"):
            check(word in shown, f"the versions differ in {word}")
        look(browser, "/exports/{id}/compare")

        browser.go(workflow)
        browser.find("#format").send_keys("excel")
        browser.press("Make it")
        browser.press("Download", leaves=False)
        book = openpyxl.load_workbook(io.BytesIO(browser.downloaded(".xlsx")))
        cells = [str(cell.value) for sheet in book for line in sheet.iter_rows() for cell in line]
        check("Acme Corporation" in cells, "the workbook has what was corrected")
        browser.type("#rating", "5")
        browser.press("Send")
        check("Your feedback was recorded." in browser.text, "feedback is recorded")
        content(browser)

    recorded = redline("show", workflow.rsplit("/", 1)[1]).decode()
    check("5 of 14 fields edited" in recorded or "fields edited" in recorded, recorded)
    return workflow


def analyst_s_day(before):
    """The dashboard and a report."""
    with Browser(URL, FOLDER) as browser:
        browser.sign_in(ADMIN)
        deadline = time.monotonic() + 60
        while corrections(browser) < before + 5 and time.monotonic() < deadline:
            time.sleep(0.5)
            browser.go("/")
        check(corrections(browser) == before + 5, "the dashboard counts the five corrections")
        look(browser, "/")
        browser.press("Fields edited")
        check(browser.path.startswith("/reports/editing_rate"), "a figure leads to its report")
        look(browser, "/reports/editing_rate")
        browser.find("#p-by-0").send_keys("model")
        browser.find("#p-by-1").send_keys("format")
        browser.press("Show the report")
        browser.press("csv", leaves=False)
        command = redline("report", "editing_rate", "--by", "model,format", "--format", "csv")
        check(browser.downloaded(".csv") == command, "a download has the command's bytes")
        browser.go("/reports")
        look(browser, "/reports")
        names = [link.get_attribute("href") for link in browser.all("main li h2 a")]
        check(len(names) >= 17, "all reports are listed")
        for name in names:
            browser.driver.get(name)
            look(browser, name.removeprefix(URL))
        content(browser)


def compliance_day():
    """From what people corrected and asked to an owner who is held, exported and erased."""
    with Browser(URL, FOLDER) as browser:
        browser.sign_in(ADMIN)
        browser.go("/interactions")
        look(browser, "/interactions")
        browser.click(".entry h2 a")
        for folded in browser.all("details > summary"):
            folded.click()
        look(browser, "/interactions/thread")
        browser.go("/corrections")
        look(browser, "/corrections")
        browser.press("Download the dataset", leaves=False)
        names = zipfile.ZipFile(io.BytesIO(browser.downloaded(".zip"))).namelist()
        check("manifest.json" in names and "train.jsonl" in names, f"a dataset: {names}")
        browser.click("tbody th a")
        look(browser, "/corrections/list")
        for page in ("retention?plan=true", "audit"):
            browser.go(f"/compliance/{page}")
            look(browser, f"/compliance/{page}")
        browser.press("Verify the trail")
        check("The trail is whole" in browser.text, "the trail is whole")
        look(browser, "/compliance/audit/verify")

        browser.go("/compliance")
        look(browser, "/compliance")
        browser.type("#f-owner", ERASED)
        browser.press("Show what is held")
        look(browser, "/compliance/owner")
        browser.type("#reason", "A claim")
        browser.press("Put on hold")
        check("1 hold in force" in browser.text, "the owner is on hold")
        look(browser, "/compliance/owner on hold")
        browser.press("Download the archive", leaves=False)
        names = zipfile.ZipFile(io.BytesIO(browser.downloaded(".zip"))).namelist()
        check("interactions.ndjson" in names, f"all that is held: {names}")
        content(browser)
        browser.type("#confirmation", ERASED)
        browser.press("Erase for good")
        check("The owner is on hold" in browser.text, "who is on hold is not erased")
        browser.driver.back()
        browser.press("Release")
        browser.type("#confirmation", "somebody@example.com")
        browser.press("Erase for good")
        check("Nothing was erased" in browser.text, "another name erases nobody")
        look(browser, "/compliance/owner refused")
        browser.type("#confirmation", ERASED)
        browser.press("Erase for good")
        deadline = time.monotonic() + 60
        while "Everything is erased." not in browser.text:
            check(time.monotonic() < deadline, "an erasure comes to its end")
            browser.driver.refresh()
        look(browser, "/compliance/erasure")
        check(ERASED not in browser.text, "the receipt names nobody")


def without_scripts():
    """Everything can be read, and every form works, in a browser that runs no script."""
    with Browser(URL, FOLDER, scripts=False) as browser:
        browser.sign_in(OWNER)
        browser.driver.find_element(By.TAG_NAME, "summary").click()
        browser.type("#new-id", "NOTE-1")
        browser.type("#new-type", "note")
        browser.type("#new-data", '{"text": "one", "items": ["a"]}')
        browser.click("details button.main")
        check(browser.path.endswith("/review"), "a new document's export begins")
        browser.type('[id="v/text"]', "two")
        page = browser.find("html")
        browser.find('[id="v/text"]').send_keys(Keys.ENTER)
        browser.left(page)
        value = browser.find('[id="v/text"]').get_attribute("value")
        check(value == "two", "the enter key shows the form again, with what was typed")
        browser.click('button[value="add:/items"]')
        browser.type('[id="v/items/n1"]', "b")
        browser.find("#format").send_keys("json")
        browser.press("Make the file")
        check("The file is ready." in browser.text, "the file is made without scripts")
        browser.press("Download", leaves=False)
        file = browser.downloaded(".json")
        check(b'"two"' in file and b'"b"' in file, "the file has what was typed")
        browser.click("header button")
        check(browser.path == "/sign-in", "one signs out")


def main():
    with Browser(URL, FOLDER) as browser:
        browser.sign_in(ADMIN)
        before = corrections(browser)
    owner_s_day(before)
    analyst_s_day(before)
    compliance_day()
    without_scripts()
    print(f"check-pages: a browser did what a person does; axe-core looked at {len(looked_at)} pages "
          "and found nothing serious")


if __name__ == "__main__":
    main()
