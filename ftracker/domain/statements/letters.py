"""How plausible a text is as words of one language: what decides which encoding a file is in."""

import re
from collections import Counter

from ftracker.domain.statements import headers, words

_LATIN = {
    "en": "£", "de": "äöüß", "fr": "éèêëàâçîïôûùüœæÿ", "es": "áéíóúñü¿¡ºª", "pt": "ãõáéíóúâêôçàªº",
    "it": "àèéìòùç", "nl": "éëïöüèáó", "sv": "åäöéü", "da": "æøåéöä", "is": "þðæöáéíóúý",
    "pl": "ąćęłńóśźż", "cs": "áčďéěíňóřšťúůýž", "sk": "áäčďéíĺľňóôŕšťúýž", "hu": "áéíóöőúüű",
    "ro": "ăâîșțşţ", "hr": "čćđšž", "tr": "çğıöşüiâ̇", "lt": "ąčęėįšųūž", "lv": "āčēģīķļņšūž",
    "et": "õäöüšž", "ca": "àçèéíïòóúü·", "sq": "ëç",
}  # fmt: skip
_USUAL = set("€£§°–—’‘„“”«»…·\u00a0•´№²½&¡¿")
_COMMON = {
    "cyrillic": set("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфіїє"),
    "greek": set("αοιετνησρκπυμλςάίόήέύωδγχθφώβξζψϊϋΐΰ"),
    "hebrew": set("אבגדהוזחטיכךלמםנןסעפףצץקרשת"),
    "arabic": set("ابتثجحخدذرزسشصضطظعغفقكلمنهويةىءأإآؤئ"),
}
_OFTEN = set("оеаинтсрвлαοιετνησρ")
# Signs that stand in statements every day; a wrong decoding makes rare ones.
_HAN = set(
    "的一是不在人有我他中大上国個个到为為子和地出时時年会會家学學对對小天日成事作文无無手十用主行"
    "方前所本公同三分外高二理点點月明全工向部正名定力机機业業新位电電四第门門东東海口教西平信北内"
    "内加化代入先山五水万萬市体體员員通目安表车車路期金合计計司利受王京务務物台南百元社六花快条院"
    "联聯区區品转轉量收钱錢取商千网網香单單店银銀行卡账帳户戶号號付款费費餐食饭飯茶超购購买買支"
    "额額余餘结結算存储儲储蓄工资資退租房药藥书書票摘要交易说說备備注註币幣类類别別对方名称稱借贷貸"
    "振込給与田村川町駅前保険料家賃電力返引落口座残差預払未化区暦映画館屋緑青葉松竹梅井藤木林森原"
    "美団滴打早午晚市场場水果咖啡公司有限便利现現時间間订訂单状狀态態成功已微信支付宝寶转红紅包提"
)
_LATIN_LETTER = re.compile("[A-Za-z\u00c0-\u024f]")
_OTHER_LETTER = re.compile("[\u0370-\u06ff]")
_WORD = re.compile(r"[^\W\d_]+")


def score(text: str) -> float:
    """Tell how plausible the letters beyond ASCII of a text are; words of headers count most."""
    strange = Counter(c for c in text if not c.isascii())
    size = sum(strange.values()) or 1
    return (_letters(strange) - _mixed_case(text)) / size + _known(text)


def _letters(strange: Counter[str]) -> float:
    latin = max(_alphabet(strange, set(known)) for known in _LATIN.values())
    return max(latin, _other(strange))


def _alphabet(strange: Counter[str], known: set[str]) -> float:
    return sum(n * _latin(c, known) for c, n in strange.items())


def _latin(sign: str, known: set[str]) -> float:
    if sign.lower() in known:
        return 1
    if sign in _USUAL:
        return 0.7
    if sign.isalpha():
        return 0.1 if sign.lower() in _ANY_LATIN else -0.6
    return -1.5


_ANY_LATIN = {c for known in _LATIN.values() for c in known}


def _other(strange: Counter[str]) -> float:
    return sum(n * _of_script(c) for c, n in strange.items())


def _of_script(sign: str) -> float:
    low = sign.lower()
    if any(low in known for known in _COMMON.values()):
        return 1.1 if low in _OFTEN else 0.6
    if "\u3041" <= sign <= "\u30ff" or "\uac00" <= sign <= "\ud7a3":
        return 1
    if "\u4e00" <= sign <= "\u9fff":
        return 1 if sign in _HAN else 0.25
    if sign in _USUAL or "\uff01" <= sign <= "\uff5e" or "\u3000" <= sign <= "\u3015":
        return 0.5
    if "\uff61" <= sign <= "\uff9f":
        return 0.2
    return -1.5


def _mixed_case(text: str) -> float:
    """Count the letters of words that no language writes: capitals inside, or two alphabets."""
    return sum(
        len(word) for word in set(_WORD.findall(text)) if not word.isascii() and _is_odd(word)
    )


def _is_odd(word: str) -> bool:
    shapes = "".join("u" if c.isupper() else "l" if c.islower() else "" for c in word)
    return "lu" in shapes or bool(_LATIN_LETTER.search(word) and _OTHER_LETTER.search(word))


def _known(text: str) -> float:
    """Count the cells of the first lines that are words of headers, and are not plain ASCII."""
    cells = {c.strip(" \"'#") for c in re.split(r"[,;\t|\r\n]", text[:20_000])}
    return 0.5 * sum(
        bool(headers.roles(cell)) or words.plain(cell) in words.IN_WORDS | words.OUT_WORDS
        for cell in cells
        if cell and len(cell) < 40 and not cell.isascii()
    )
