"""Write ftracker/domain/common_passwords.txt.gz: the passwords that leaks show most often.

Two well-kept lists are joined, Django's and zxcvbn's; what is too short to be accepted anyway
is left out. Neither is a dependency of FTracker:

    uv run --no-project --with django --with zxcvbn python tools/common_passwords.py
"""

import gzip
from pathlib import Path

from django.contrib.auth.password_validation import CommonPasswordValidator
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from ftracker.domain.passwords import COMMON, SHORTEST


def main() -> None:
    """Join the lists and write them sorted, always to the same bytes."""
    known = {*CommonPasswordValidator().passwords, *FREQUENCY_LISTS["passwords"]}
    kept = sorted({word.casefold() for word in known if len(word) >= SHORTEST})
    text = "\n".join(kept) + "\n"
    Path(COMMON).write_bytes(gzip.compress(text.encode(), mtime=0))
    print(f"{len(kept)} passwords in {COMMON}")


if __name__ == "__main__":
    main()
