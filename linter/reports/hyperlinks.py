"""Hyperlinks in a terminal (OSC 8): which terminals know them, and how they are written."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Final

_OFF: Final = ("0", "false")  # values of FORCE_HYPERLINK
_PROGRAMS: Final = (
    "iTerm.app",
    "WezTerm",
    "vscode",
    "ghostty",
    "Hyper",
    "rio",
    "Tabby",
    "WarpTerminal",
    "zed",
)
_TERMS: Final = ("xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm", "contour")
_SIGNS: Final = ("KITTY_WINDOW_ID", "WT_SESSION", "KONSOLE_VERSION", "DOMTERM")
_VTE: Final = 5002  # the first version of VTE that doesn't fall over them: 0.50.2
_KEPT: Final = frozenset(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,=%"
)


def are_known(environment: Mapping[str, str], *, terminal: bool) -> bool:
    """Tell whether what is printed goes to a terminal that is known to make links of them.

    A pipeline's log is none, whatever it says of itself.
    """
    if not terminal or environment.get("CI") or environment.get("TERM") == "dumb":
        return False
    forced = environment.get("FORCE_HYPERLINK")
    if forced:
        return forced.lower() not in _OFF
    if environment.get("TERM", "").startswith(("screen", "linux")):
        return False
    vte = environment.get("VTE_VERSION", "")
    if re.fullmatch(r"[0-9]{1,6}", vte) and int(vte) >= _VTE:
        return True
    return (
        environment.get("TERM_PROGRAM") in _PROGRAMS
        or environment.get("TERM", "").startswith(_TERMS)
        or any(environment.get(sign) for sign in _SIGNS)
    )


def linked(text: str, url: str) -> str:
    """Return a text that leads to an address; the address can end nothing and begin nothing."""
    if not url:
        return text
    safe = "".join(chr(one) if one in _KEPT else f"%{one:02X}" for one in url.encode("utf-8", "replace"))
    return f"\x1b]8;;{safe}\x1b\\{text}\x1b]8;;\x1b\\"


def address(path: str) -> str:
    """Return the address of a file, which is on this host: the terminal may be on another one."""
    from urllib.parse import quote

    host = os.uname().nodename if hasattr(os, "uname") else ""
    slashed = path.replace(os.sep, "/")
    lead = "" if slashed.startswith("/") else "/"
    try:
        return f"file://{host}{lead}{quote(os.fsencode(slashed))}"
    except UnicodeEncodeError:  # half of a surrogate pair, which a name of Windows may hold
        return f"file://{host}{lead}{quote(slashed, errors='surrogatepass')}"
