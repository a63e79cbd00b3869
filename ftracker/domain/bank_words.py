"""What banks write around a payee: ways of paying, codes of countries, cities, legal forms."""

import re


def _words(block: str) -> frozenset[str]:
    return frozenset(block.split())


def _lines(block: str) -> tuple[str, ...]:
    """Give the patterns of a block, one a line, without the lines that say what they are."""
    lines = block.strip().splitlines()
    return tuple(line for line in lines if not line.startswith("# "))


# Ways of paying, in any case: long enough that no shop is called so.
WAYS = _lines(r"""
# English
card (?:purchase|payment|transaction)
debit card(?: purchase| payment| debit)?
credit card purchase
check ?card(?: purchase| debit)?
visa (?:debit|purchase|credit)
(?:pos|point of sale) (?:purchase|debit|payment|transaction|withdrawal|refund)
(?:recurring |online |mobile |web )?(?:purchase|payment)(?: authori[sz]ed)? on
recurring (?:card )?(?:payment|purchase|transaction)
contactless(?: payment| purchase)?
direct debit(?: payment| originator)?
standing order
faster payments?(?: receipt)?
bill (?:payment|pmt|pay)
(?:online|internet|mobile) (?:transfer|banking payment|payment)
ach (?:debit|credit|payment|transfer)
wire (?:transfer|payment)
bank transfer
preauthori[sz]ed (?:debit|credit)
eftpos(?: purchase)?
electronic payment
interac (?:purchase|e-transfer)
direct (?:deposit|credit)
payment (?:to|from)
# German
(?:sepa[- ]?)?(?:basis|erst|folge|einzel|einmal|firmen)?-?lastschrift(?:einzug)?
(?:sepa[- ]?)?(?:echtzeit|online|dauer|sammel)?-?(?:überweisung|ueberweisung)
(?:sepa[- ]?)?dauerauftrag
gutschr(?:ift|\.)?[ -]?(?:überw\w*|ueberw\w*)\.?
(?:giro|debit|kredit|ec-?)?karten(?:zahlung|umsatz|verfügung|verfuegung|lastschrift)
(?:karte|girocard|debitkarte|kreditkarte)(?: ?nr\.?)?(?= ?[*x\d])
girocard
(?:kauf|einkauf|zahlung) (?:mit|per) (?:karte|debitkarte|kreditkarte)
zahlung an
twint (?:zahlung|belastung|gutschrift)(?: an| von)?
lohn,? gehalt,? rente
# French
(?:paiement|achat|facture|retrait)(?: par)?(?: en)? (?:carte(?: bancaire)?|cb)(?: du)?
(?:vir(?:ement)?|prlv|pr[ée]l[èe]vement)(?: sepa| inst(?:antan[ée])?| europ[ée]en| re[cç]u)+(?: de)?
(?:vir(?:ement)?)(?: [ée]mis| permanent| web)+(?: de| en faveur de| à| a| vers)?
virement (?:de|à|a|vers|en faveur de)
pr[ée]l[èe]vement(?: de)?
# Spanish, Portuguese
(?:compra|pago|pagamento)(?: con| com| no| na| em| en)? (?:d[ée]bito|cr[ée]dito)
(?:compra|pago|pagamento)(?: con| com| no| em)? (?:tarj(?:eta)?|cart[ãa]o)\.?
(?:compra|pago(?: movil| móvil)?) en
(?:recibo|adeudo)(?: de)?
bizum(?: a| de)?
transferencia(?: inmediata)?(?: a favor de| recibida de| emitida a| de| a)
pix (?:enviado|recebido|transf)(?: para| de)?
trf mb ?way(?: para| de)?
transf(?:erência|erencia)?\.? (?:enviada|recebida|para|de)(?: para| de)?
# Italian
pagamento (?:pos|carta|con carta|bancomat|contactless)
addebito (?:sdd|diretto|carta)
bonifico(?: sepa| istantaneo)*(?: a favore di| da| a| in uscita| in entrata)
acquisto (?:pos|carta|con carta|online)
# Dutch, Polish, Czech, Romanian, Hungarian, Turkish
betaalautomaat
betaalpas
pinbetaling
(?:sepa )?incasso(?: algemeen)?(?: doorlopend| eenmalig)?
(?:sepa )?overboeking
sepa ideal
geldopname
zakup przy użyciu karty
(?:płatność|platnosc|zakup|transakcja) kart[aąy]
przelew (?:wychodzący|przychodzący|zewnętrzny|wychodzacy|przychodzacy|na telefon)
platba (?:kartou|kartou u)
nákup(?: kartou)?
inkaso
plata (?:pos|card)
cumparare pos
kártyás (?:vásárlás|fizetés)
(?:pos|kart) (?:harcama|sat[^\W\d]ş)
# Danish, Norwegian, Swedish, Finnish
kortköp
korttiosto
(?:visa )?varek(?:øb|jøp)
dankort-?(?:nota|køb)?
kortkj?øp
swish(?: betalning)?(?: till| från)
vipps(?: betaling)?(?: til| fra)
(?:bankgiro|autogiro|betalingsservice|avtalegiro)(?: betalning)?
""")
# Short ones mean a way of paying only where they stand in capitals.
CODES = (
    "POS", "VISA", "SEPA", "EC", "ELV", "CB", "VIR", "PRLV", "DD", "SDD", "BACS", "ACH", "TRF",
    "BEA", "GEA", "IDEAL", "PIX", "BLIK", "EFT", "MAESTRO", "MASTERCARD", "DEBIT", "PURCHASE",
    "COMPRA", "CARTE", "ACHAT", "PAIEMENT", "PAGO", "BONIFICO", "VPAY", "KARTE", "KARTENZAHLUNG",
    "LASTSCHRIFT", "GUTSCHRIFT", "TWINT", "FPI", "FPO", "CHECKCARD", "NEFT", "UPI",
    "IMPS", "RTGS", "TST", "IZ", "SP",
)  # fmt: skip
# Who takes cards for somebody else and writes his own name before a star.
TAKERS = _lines(r"""
paypal
pp
pypl
sum ?up
sq
square
tst
sp
iz
zettle
izettle
ztl
cko
stripe
paddle(?:\.net)?
klarna
adyen
ccv
mollie
fs
dri
bt
wl
nyx
wpy
lsp
evp
py
ezi
gocardless
2co(?:\.com)?
cleverbridge
payu
mercadopago
mp
pagseguro
razorpay
ls
ppd
worldpay
dnh
bkg
nexi
dojo
tpv
""")
# Shops that write their name in many ways, and what it is.
SHOPS = (
    (r"(?:amzn|amz)\b(?:\s*mktp\b.*|[*.\s].*)?", "Amazon"),
    (r"amazon(?:\.[a-z.]{2,6}\b|\s*\*|\s*(?:mktpl?|marketplace|payments|eu|retail)\b).*", "Amazon"),
    (r"(?:amznprime|amazon prime|prime video)\b.*", "Amazon Prime"),
    (r"apple\.com\b.*", "Apple"),
    (r"(google)\s*\*\s*(.*)", r"\1 \2"),
    (r"paypal(?: europe| pte| inc| payment| instant transfer)\b.*", "PayPal"),
)
# After one of these words comes what no payee is called.
MARKERS = _lines(r"""
\bend[ -]?to[ -]?end(?:[ -]?(?:id|ref(?:erence|erenz)?))?\s*[+:]
\b(?:eref|mref|kref|cred|ultb|abwa)\s*[+:]
\b(?:mandats?(?:referenz|ref|reference)?|mandate(?: ?id| ref)?|gläubiger-?id|creditor id)\b[ .:]
\b(?:iban|bic|swift|konto|kontonummer|account|acct|rekening)\s*(?:nr|no)?\.?\s*[:#]
\b(?:ref(?:eren(?:ce|z|cia|s))?|kundenreferenz|kenmerk|omschrijving)\s*(?:nr|no)?\.?\s*[:#+]
\b(?:ref|reference|note|referenz)\s+(?=\w*\d)\S+
\b(?:transaktions?-?nr|trans(?:action|actie)?(?: id)?|txn(?: id)?|trx)\b\s*[.:#]
\b(?:auth(?: ?code)?|conf)\b\s*[.:#]
\b(?:pasvolgnr|volgnr|pas ?nr|term(?:inal)?(?: ?id)?|valuta(?:datum)?|value date)\s*[.:#]
\b(?:reason for payment|verwendungszweck|purpose|motif|concepto|causale)\s*:
,\s*pas\d+
\bkfn\s*\d
\bvalue date\b
\bfolgenr\b
\bdatum/tijd\b
""")
LEGAL = _lines(r"""
gmbh\s*(?:&|und|u\.?)\s*co\.?\s*(?:kgaa|kg|ohg)(?:\s*a\.?a\.?)?
ag\s*&\s*co\.?\s*(?:kgaa|kg|ohg)
(?:se|ltd\.?|ug)\s*&\s*co\.?\s*(?:kgaa|kg|ohg)
ggmbh
gmbh
mbh
kgaa
ohg
e\.\s?k\.
ug(?:\s*\(?haftungsbeschr[^ ]*)?
e\.\s?v\.
e\.?g\.(?=$|\s)
(?:pvt|private|pty|pte|sdn)\.?\s*(?:ltd|limited|bhd)\.?
ltd\.?
limited
l\.?l\.?c\.?
inc\.?
p\.?l\.?c\.?
l\.?l\.?p\.?
s\.?a\.?r\.?l\.?
s\.?\s?à\.?\s?r\.?\s?l\.?
s\.a\.s\.?
sasu?
s\.?r\.?l\.?s?
s\.?p\.?a\.?
s\.l\.u?\.?
s[al]u
sl
s\.a\.?
b\.v\.?
bv
n\.v\.?
a/s
aps
oyj?
sp\.?\s*z\s*o\.?\s*o\.?
s\.?\s?r\.?\s?o\.?
a\.s\.?
kft\.?
zrt\.?
nyrt\.?
d\.?o\.?o\.?
e?ood
k\.k\.
sp\.?\s*k\.?
ltda\.?
eireli
a\.?ş\.?
股份有限公司
有限公司
""")
# The same, where two letters could be the end of a name: in capitals only.
LEGAL_CAPITALS = ("AG", "KG", "SE", "SA", "NV", "AB", "AS", "UG")
COUNTRIES = _words("""
AD AE AL AR AT AU BA BE BG BR CA CH CL CN CO CR CY CZ DE DK EE EG ES FI FR GB GR HK HR HU
ID IE IL IN IS IT JP KR LI LT LU LV MA MC MD ME MK MT MX MY NL NO NZ PE PH PL PT RO RS RU
SE SG SI SK TH TN TR TW UA UK US VN ZA USA GBR DEU AUT CHE FRA ITA ESP PRT NLD BEL LUX IRL
DNK SWE NOR FIN POL CZE SVK HUN ROU BGR GRC HRV SVN EST LVA LTU TUR UKR CAN MEX BRA ARG CHL
AUS NZL JPN CHN HKG SGP THA IND IDN MYS PHL KOR ZAF EGY MAR ISR
""")
STATES = _words("""
AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ
NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC ON QC BC AB MB SK NS NB NSW
VIC QLD
""")
# Codes that are words as well: they are a place's only after its city.
WORDS = _words("""
AL CO DE HI ID IN IS IT LA MA ME NO OK OR PA SA SE TV
""")
# A country's or state's code makes the word before it a place, if it is one of these.
CITIES = tuple(
    city.strip()
    for line in _lines("""
amsterdam, antwerp, antwerpen, athens, atlanta, auckland, austin, bangalore, bangkok
barcelona, basel, beijing, belgrade, bengaluru, berlin, bern, birmingham, bogota, bologna
bonn, bordeaux, boston, bremen, brisbane, bristol, brno, brussels, bruxelles, bucharest
bucuresti, budapest, buenos aires, calgary, cambridge, cape town, chicago, cluj-napoca
cologne, copenhagen, cork, cupertino, dallas, delhi, denver, dortmund, dresden, dubai
dublin, duesseldorf, düsseldorf, edinburgh, eindhoven, essen, firenze, frankfurt
frankfurt am main, gdansk, geneva, geneve, genève, genova, glasgow, goteborg, graz, göteborg
hamburg, hannover, helsinki, hong kong, honolulu, houston, istanbul, izmir, johannesburg
koeln, kobenhavn, kobenhavn k, københavn, krakow, kraków, köln, lausanne, leeds, leipzig
lille, lisboa, lisbon, liverpool, ljubljana, london, los angeles, luxembourg, luzern, lyon
madrid, malaga, malmo, malmö, manchester, marseille, melbourne, mexico city, miami, milan
milano, minneapolis, montreal, mountain view, muenchen, mumbai, munich, münchen, nantes
napoli, new delhi, new york, nice, nuernberg, nürnberg, oslo, ottawa, oxford, palo alto
paris, perth, philadelphia, phoenix, porto, portland, poznan, poznań, prague, praha, pune
riga, rio de janeiro, roma, rome, rotterdam, salzburg, san diego, san francisco, san jose
santiago, sao paulo, seattle, seoul, sevilla, shanghai, singapore, sofia, stockholm
strasbourg, stuttgart, sydney, são paulo, taipei, tallinn, tel aviv, the hague, den haag
tokyo, torino, toronto, toulouse, utrecht, valencia, vancouver, venezia, vienna, vilnius
warsaw, warszawa, washington, wien, wroclaw, wrocław, zagreb, zaragoza, zuerich, zurich
zürich
""")
    for city in line.split(",")
)
CURRENCIES = "EUR|USD|GBP|CHF|PLN|SEK|NOK|DKK|CZK|HUF|RON|INR|JPY|CAD|AUD|BRL|TRY|SGD"
MONTHS = (
    "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|SEPT|OCT|NOV|DEC|MAI|MRZ|OKT|DEZ|FEV|AVR|ABR|SET|OUT|DIC"
    "|ENE|AGO|GEN|MAG|GIU|LUG|OTT|MEI|MRT"
)


def any_of(words: tuple[str, ...], *, flags: int = 0) -> re.Pattern[str]:
    """Make a pattern that finds one of these at the beginning of a text, as whole words."""
    return re.compile(rf"^(?:{'|'.join(words)})(?!\w)", flags)
