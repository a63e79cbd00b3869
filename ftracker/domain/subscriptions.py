"""What looks like a subscription: one amount, by the month or seldomer, for something like TV."""

import re

from ftracker.domain.kinds import Direction
from ftracker.domain.series import Series

# Each begins a word of a payee, a note or a category, however it ends.
_WORDS = re.compile(
    r"(?<!\w)(?:"
    r"subscri|abo(?:nn|\b)|member|mitglied|streaming|suscrip|assinatura|prenum|predplat|předplat|"
    r"gym\b|fitness|studio\b|club\b|music|television|tv\b|video\b|games?\b|cloud|storage|hosting|"
    r"domain|newspaper|magazin|news\b|zeitung|vpn|software|premium|"
    r"netflix|spotify|disney|hbo|hulu|paramount|apple|icloud|itunes|youtube|google one|dropbox|"
    r"adobe|microsoft|github|openai|notion|canva|zoom|playstation|xbox|nintendo|steam|patreon|"
    r"audible|kindle|prime\b|deezer|tidal|dazn|sky\b|zattoo|duolingo|linkedin|tinder|strava|"
    r"nytimes|new york times|economist|guardian|substack|medium\b|headspace|calm\b|mcfit"
    r")",
    re.IGNORECASE,
)
_UNLIKE = re.compile(
    r"(?<!\w)(?:rent|miete|insur|versicher|tax|steuer|loan|mortgage|kredit)", re.IGNORECASE
)


def is_likely(series: Series, category: str) -> bool:
    """Tell whether a series looks like a subscription, by its payee and category."""
    last = series.last
    if last.direction is not Direction.OUT or last.to_account_id or not series.pace.months:
        return False
    said = f"{last.payee} {category}"
    return series.is_fixed and bool(_WORDS.search(said)) and not _UNLIKE.search(said)
