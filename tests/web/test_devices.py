"""Browsers and places, as people call them."""

import pytest

from ftracker.web import devices

MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko)"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{MAC} Chrome/140.0.0.0 Safari/537.36", "Chrome on macOS"),
        (f"{MAC} Chrome/140.0.0.0 Safari/537.36 Edg/140.0", "Edge on macOS"),
        (f"{PHONE} Version/18.0 Mobile/15E148 Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0",
         "Firefox on Android"),
        ("curl/8.5.0", "curl"),
        ("MyScript 1.0", "MyScript 1.0"),
        ("x" * 90, "x" * 40),
        ("", devices.UNKNOWN),
    ],
)  # fmt: skip
def test_a_browser_is_named_with_its_system(text, said):
    assert devices.name(text) == said


@pytest.mark.parametrize(
    ("ip", "said"),
    [("127.0.0.1", "this machine"), ("::1", "this machine"),
     ("192.168.1.7", "192.168.1.7, your own network"), ("8.8.8.8", "8.8.8.8"),
     ("testclient", "testclient"), ("", "an unknown address")],
)  # fmt: skip
def test_a_place_says_whether_it_is_near(ip, said):
    assert devices.place(ip) == said
