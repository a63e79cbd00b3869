"""A text in capitals, written as a name is written."""

import re


def _words(block: str) -> frozenset[str]:
    return frozenset(block.split())


# Words that stay in capitals; words without a vowel do so by themselves.
CAPITALS = _words("""
ADAC AEG AOK ARD ATM AWS BBC BBQ BMW BVG CFF CIC DAZN DB DIY DKV DPD EDEKA EDF ENBW EON ETF
EU FC GLS HSBC HUK IBM IKEA ING IT JBL JVC KIA LIC LOT MVV NGO NHS NRW OBI OMV ORF OVH PIN
RATP REWE ROI RTL RWE SAP SNCF SPAR SWR TAP TEDI TFL TUI TUV TÜV TV UBS UCI UK UPS US USA
UTC VAT VHS VW WC ZDF ÖBB ÖAMTC II III IV VI VII XL XXL AC AI BP BT EA EE HP MG TK KFC AXA
AIG CAF CPAM EBT RER SFR URSSAF ENEL ENI UBI ZUS PKO PKP
""")
# Words without a vowel that are no acronyms, and forms that are written in a way of their own.
SPELT = {
    "ST": "St", "DR": "Dr", "MR": "Mr", "MRS": "Mrs", "MS": "Ms", "JR": "Jr", "STR": "Str",
    "CTR": "Ctr", "MKT": "Mkt", "GMBH": "GmbH", "LTD": "Ltd", "PVT": "Pvt", "PTY": "Pty",
    "EBAY": "eBay", "PAYPAL": "PayPal", "YOUTUBE": "YouTube", "MBH": "mbH",
}  # fmt: skip
SMALL = _words("""
of the and at for in on und der die das den dem des von vom zu zum zur am im auf bei de du
da do dos di del della dello dei la le les los las el et y e en van het ten ter av og och
på i a à z w na för vid para com con sul sur aux au
""")
ENDINGS = _words("""
com de net org fr uk co eu nl io it es ch at pl be se dk no fi pt in app tv
""")
_LATIN = re.compile(r"^[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+$")
_PIECES = re.compile(r"[^\W\d_]+|[\d_]+|\W")
_VOWEL = re.compile(r"[AEIOUYÀ-ÖØ-ÝĀ-Ž]")
_APOSTROPHES = ("'", "’")
# An elided article has at most two letters (L’, D’), an acronym at most four.
_ARTICLE = 2
_ACRONYM = 4


def has_small(text: str) -> bool:
    """Tell whether a text holds a small letter."""
    return any(letter.islower() for letter in text)


def written(text: str) -> str:
    """Write a text in capitals as a name is written; one with small letters stays as it is.

    Only Latin letters are touched, and the length stays the same.
    """
    if has_small(text):
        return text
    shown = [_word(word, first=not n) for n, word in enumerate(text.split(" "))]
    return " ".join(shown)


def _word(word: str, *, first: bool) -> str:
    if not first and word.lower() in SMALL:
        return word.lower()
    pieces = _PIECES.findall(word)
    return "".join(_piece(p, pieces[:n]) for n, p in enumerate(pieces))


def _piece(piece: str, before: list[str]) -> str:
    if not _LATIN.match(piece) or piece.lower().upper() != piece:
        return piece
    if before and before[-1] in _APOSTROPHES:
        return _after_apostrophe(piece, before[0])
    if before and before[-1] == "." and piece.lower() in ENDINGS:
        return piece.lower()
    if piece in CAPITALS or (len(piece) <= _ACRONYM and not _VOWEL.search(piece)):
        return SPELT.get(piece, piece)
    if piece.startswith("MC") and len(piece) > _ACRONYM:
        return f"Mc{piece[2:].capitalize()}"
    return SPELT.get(piece, piece.capitalize())


def _after_apostrophe(piece: str, first: str) -> str:
    """Tell a name after an article (L’Oreal) from an ending (Macy’s)."""
    if len(first) > _ARTICLE or len(piece) <= _ARTICLE:
        return piece.lower()
    return piece.capitalize()
