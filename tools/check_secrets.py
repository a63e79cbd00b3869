"""Look for keys and passwords in all that git keeps: what is committed once is known for ever.

Known forms of keys are found by their pattern; anything else by its name (a password, a token, a
secret) or its looks (long, and as even as dice). What only looks like one stands with its reason
in tools/known_texts.toml, by a digest of the text. Ends with 1 when something else is found.
"""

import hashlib
import math
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
KNOWN = Path(__file__).with_name("known_texts.toml")
# Digests that packages are locked by; they are to be public.
LOCKS = re.compile(r"requirements/.*\.txt|.*package-lock\.json|tools/known_texts\.toml")
FORMS = {
    "a private key": r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----",
    "a key of age": r"AGE-SECRET-KEY-1[0-9A-Z]{20,}",
    "a key of AWS": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "a token of GitHub": r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,})",
    "a token of GitLab": r"\bglpat-[A-Za-z0-9_-]{20,}",
    "a token of Slack": r"\bxox[abprs]-[A-Za-z0-9-]{10,}",
    "a key of Google": r"\bAIza[A-Za-z0-9_-]{35}",
    "a key of Stripe": r"\b[rs]k_live_[A-Za-z0-9]{20,}",
    "a token of PyPI": r"\bpypi-[A-Za-z0-9_-]{50,}",
    "a token of npm": r"\bnpm_[A-Za-z0-9]{36}\b",
    "a signed token": r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}",
    # What stands for a password in examples is the word itself, or leads nowhere.
    "a password in an address": r"\b[a-z][a-z0-9+.-]*://[^\s/:@'\"{}<>]+:(?!password@)"
    r"[^\s/@'\"{}<>$]{3,}@(?!host\b|localhost\b|127\.|[\w.-]*\bexample\b)[\w.\[]",
}
NAMED = re.compile(
    r"(?i)\b[\w-]*(?:secret|passw(?:or)?d|token|api_?key|passphrase)\w*[\"']?\s*(?::=|=>|[:=])\s*"
    r"[\"']([^\"'\s{}<>$]{12,})[\"']"
)
LOOKS = re.compile(r"(?<![\w/+.-])(?:[0-9a-fA-F]{32,}|[A-Za-z0-9+/_-]{40,}={0,2})(?![\w/+-])")
# Bits for each character: words of a language stay below, dice come above.
EVEN_NAMED, EVEN_HEX, EVEN = 3.4, 3.0, 4.6
LARGEST = 2_000_000


@dataclass(frozen=True, slots=True)
class Find:
    """Something that may be a secret, and where."""

    path: str
    line: int
    kind: str
    text: str

    @property
    def digest(self) -> str:
        """What stands for the text where it may not stand itself."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]


def main() -> int:
    """Print what was found; gives the code to end with."""
    known = tomllib.loads(KNOWN.read_text())
    found = [find for find in looking(_kept()) if find.digest not in known]
    for find in found:
        print(f"{find.path}:{find.line}: looks like {find.kind} ({find.digest})")
    if found:
        print("Take it out, and use another one from now on. If it only looks like one, write its")
        print(f"number and the reason into {KNOWN.relative_to(ROOT)}.")
        return 1
    print("No secret is kept in the repository.")
    return 0


def looking(paths: Iterable[str]) -> Iterator[Find]:
    """Look through files, named by their paths from the top; what is no text is left out."""
    for path in paths:
        file = ROOT / path
        if LOCKS.fullmatch(path) or not file.is_file() or file.stat().st_size > LARGEST:
            continue
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(lines, start=1):
            for kind, text in suspicious(line):
                yield Find(path, number, kind, text)


def suspicious(line: str) -> Iterator[tuple[str, str]]:
    """Give what may be a secret in a line, with what it looks like."""
    for kind, form in FORMS.items():
        for found in re.finditer(form, line):
            yield kind, found[0]
    for found in NAMED.finditer(line):
        if evenness(found[1]) > EVEN_NAMED and any(sign.isdigit() for sign in found[1]):
            yield "something with the name of a secret", found[1]
    for found in LOOKS.finditer(line):
        if _is_like_dice(found[0]):
            yield "something made of dice", found[0]


def evenness(text: str) -> float:
    """Give the bits of each character of a text, by how often each stands in it."""
    shares = [count / len(text) for count in Counter(text).values()]
    return -sum(share * math.log2(share) for share in shares)


def _is_like_dice(text: str) -> bool:
    if re.fullmatch(r"[0-9a-fA-F]+", text):
        has_both = any(sign.isdigit() for sign in text) and any(sign.isalpha() for sign in text)
        return has_both and evenness(text) > EVEN_HEX
    kinds = (str.isdigit, str.islower, str.isupper)
    return all(any(map(kind, text)) for kind in kinds) and evenness(text) > EVEN


def _kept() -> list[str]:
    """Name all files that git keeps, or would."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return sorted(name for name in done.stdout.split("\0") if name)


if __name__ == "__main__":
    sys.exit(main())
