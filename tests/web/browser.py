"""Chromium, as the tests of the page drive it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
CHROMEDRIVER = shutil.which("chromedriver")
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --disable-quic --no-first-run --mute-audio"
    " --disable-background-networking --disable-component-update --disable-sync --window-size=1280,900"
)


class Browser:
    """Chromium, and what it is asked in these tests."""

    def __init__(self, profile: Path) -> None:
        from selenium import webdriver
        from selenium.webdriver.chrome.options import Options
        from selenium.webdriver.chrome.service import Service

        options = Options()
        options.binary_location = str(CHROMIUM)
        # A name that is looked up is a request that leaves the host, and fails here.
        resolver = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
        for flag in (*FLAGS.split(), f"--user-data-dir={profile}", resolver):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service(str(CHROMEDRIVER)))

    def run(self, script: str, *values: object) -> Any:
        return self.driver.execute_script(script, *values)

    def text(self, element: str) -> str:
        return str(self.run("return document.getElementById(arguments[0]).textContent", element)).strip()

    def shown(self, element: str) -> bool:
        return bool(self.run("return document.getElementById(arguments[0]).checkVisibility()", element))

    def press(self, selector: str) -> None:
        """As a finger would: the button has to be there and to be reachable."""
        from selenium.webdriver.common.by import By

        found = self.driver.find_element(By.CSS_SELECTOR, selector)
        self.run("arguments[0].scrollIntoView({block: 'center'})", found)
        found.click()

    def choose(self, select: str, value: str) -> None:
        """Chooses from a list, as somebody would."""
        change = "element.dispatchEvent(new Event('change', {bubbles: true}))"
        self.run(f"const element = document.getElementById(arguments[0]); element.value = arguments[1]; {change}",
                 select, value)  # fmt: skip

    def offered(self) -> list[str]:
        """The commands whose buttons do something now."""
        live = "[...document.querySelectorAll('button[data-command]:not([aria-disabled=true])')]"
        shown: list[str] = self.run(f"return {live}.filter((e) => e.checkVisibility()).map((e) => e.dataset.command)")
        return shown

    def type(self, keys: str) -> None:
        from selenium.webdriver.common.by import By

        self.driver.find_element(By.TAG_NAME, "body").send_keys(keys)

    def size(self, width: int, height: int) -> None:
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def media(self, **features: str) -> None:
        listed = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": listed})

    def _log(self, kind: str) -> list[dict[str, Any]]:
        entries: list[dict[str, Any]] = self.driver.get_log(kind)  # type: ignore[no-untyped-call]
        return entries

    def complaints(self) -> list[str]:
        """Everything that the console was told since last time."""
        return [entry["message"] for entry in self._log("browser")]

    def requested(self) -> list[str]:
        """Every address that the page has asked for since last time."""
        messages = [json.loads(entry["message"])["message"] for entry in self._log("performance")]
        return [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
