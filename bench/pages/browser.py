"""A browser without a window, signed in to redline's pages."""

import os
import time

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait


class Browser:
    """One browser; `with` closes it."""

    def __init__(self, url, downloads=None, width=1280, height=1200, dark=False, scripts=True):
        options = Options()
        options.binary_location = os.environ["BROWSER"]
        for argument in (
            "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars",
            "--force-color-profile=srgb", "--lang=en-GB",
        ):
            options.add_argument(argument)
        preferences = {"download.default_directory": downloads or "/tmp"}
        if not scripts:
            preferences["profile.managed_default_content_settings.javascript"] = 2
        options.add_experimental_option("prefs", preferences)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(options, Service(os.environ["BROWSER_DRIVER"]))
        self.driver.set_page_load_timeout(60)
        self.driver.implicitly_wait(5)
        self.url = url
        self.downloads = downloads
        self.size(width, height)
        if dark:
            self.driver.execute_cdp_cmd(
                "Emulation.setEmulatedMedia",
                {"features": [{"name": "prefers-color-scheme", "value": "dark"}]},
            )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.driver.quit()

    def size(self, width, height):
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600},
        )

    def go(self, path):
        self.driver.get(self.url + path)

    @property
    def path(self):
        return self.driver.current_url.removeprefix(self.url)

    @property
    def text(self):
        return self.driver.find_element(By.TAG_NAME, "body").text

    def find(self, css):
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def all(self, css):
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def press(self, text, leaves=True):
        """Presses the button, or follows the link, of that text; one that downloads leaves no page."""
        xpath = f"//main//*[self::button or self::a][normalize-space(.)='{text}']"
        self._press(self.driver.find_element(By.XPATH, xpath), leaves)

    def click(self, css):
        """Presses what leads to another page."""
        self._press(self.find(css), True)

    def _press(self, element, leaves):
        page = self.find("html")
        try:
            element.click()
        except WebDriverException as error:
            # The driver still looked at the element when the page was gone already.
            if not leaves or "does not belong to the document" not in str(error):
                raise
        if leaves:
            self.left(page)

    def left(self, page):
        """Waits until another page is there."""
        WebDriverWait(self.driver, 60).until(lambda _: self._is_gone(page))

    @staticmethod
    def _is_gone(element):
        try:
            element.is_enabled()
        except WebDriverException:
            return True
        return False

    def type(self, css, text):
        field = self.find(css)
        field.clear()
        field.send_keys(text)

    def sign_in(self, key):
        self.go("/sign-in")
        self.type("#key", key)
        self.press("Sign in")

    def complaints(self):
        """What the browser has to say of the pages: a refused script, a missing file.

        That a wrong key is refused (401) is no complaint.
        """
        return [
            entry["message"]
            for entry in self.driver.get_log("browser")
            if entry["level"] == "SEVERE" and "/sign-in" not in entry["message"]
        ]

    def downloaded(self, ending):
        """The bytes of the file that has just been downloaded, which goes."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            for name in os.listdir(self.downloads):
                if name.endswith(ending):
                    path = os.path.join(self.downloads, name)
                    size = -1
                    while size != os.path.getsize(path):
                        size = os.path.getsize(path)
                        time.sleep(0.2)
                    with open(path, "rb") as file:
                        content = file.read()
                    os.remove(path)
                    return content
            time.sleep(0.1)
        raise AssertionError(f"no file {ending} was downloaded")
