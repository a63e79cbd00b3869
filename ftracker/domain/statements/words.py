"""The words that files use in their headers and cells, in the languages of many countries.

They are compared as `plain` leaves them: lower case, without accents and signs.
"""

import unicodedata

from ftracker.domain.kinds import Flow

_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "ħ": "h"}
)


def plain(text: str) -> str:
    """Lower a text, and take away accents and signs: `Währung ` becomes `wahrung`."""
    spread = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    kept = "".join(c for c in spread if not unicodedata.combining(c))
    composed = unicodedata.normalize("NFC", kept)
    return " ".join("".join(c if c.isalnum() else " " for c in composed).split())


def vocabulary(text: str) -> tuple[str, ...]:
    """Cut a list at its commas, each word as `plain` leaves it."""
    return tuple(found for word in text.split(",") if (found := plain(word)))


IN_WORDS = frozenset(
    vocabulary(
        """
    in, income, credit, cr, c, deposit, inflow, money in, received, bij, haben, h, gutschrift,
    einnahme, einnahmen, eingang, credito, abono, ingreso, entrata, entrate, receita, entrada,
    revenu, recette, wplyw, przychod, uznanie, inkomst, insattning, indtaegt, inntekt, tulo,
    prijem, доход, приход, 収入, 入金, 收入, 수입, 입금, gelir, refund, kredit, payment received,
    credited, incoming, deposits, kred, crdt, haber, avere, a, crediteur, zu, gut, плюс,
    зачисление, поступление, кредит, alacak, uplata, uznani, uznani uctu, jovairas, k, kreedit, π,
    πιστωση, 貸方, 存入, 转入, 轉入, 預入, お預入れ, 預け入れ, 贷, 已收入, ghi co, co, cash in,
    إيداع, زكות, זכות, bijschrijving, tilgodehavende, paid in, neutral in, receipt, add, hab,
    credit transaction, kre
        """
    )
)
OUT_WORDS = frozenset(
    vocabulary(
        """
    out, expense, debit, dr, d, withdrawal, outflow, money out, spent, spending, af, soll, s,
    lastschrift, belastung, ausgabe, ausgaben, ausgang, debito, cargo, gasto, egreso, uscita,
    uscite, spesa, despesa, saida, depense, wydatek, obciazenie, utgift, uttag, udgift, meno,
    vydaj, vyber, расход, 支出, 支払い, 支払, 出金, 지출, 출금, gider, purchase, debet,
    withdrawal in cash, cost, expenses, bill, debited, outgoing, withdrawals, deb, dbit, debe,
    dare, debiteur, ab, минус, списание, дебет, borc, isplata, odepsani, terheles, deebet, χ,
    χρεωση, 借方, 取出, 转出, 轉出, 引出, 借, 已支出, ghi no, no, cash out, سحب, חובה,
    afschrijving, db, paid out, payment out, charge, sol, sale, debit transaction, sortie
        """
    )
)
TRANSFER_WORDS = frozenset(
    vocabulary(
        """
    transfer, transfer out, transfer in, umbuchung, ubertrag, overboeking, virement,
    virement interne, traspaso, transferencia, giroconto, przelew wlasny, overforing, siirto,
    перевод, 振替, 转账, 이체, transfers, internal transfer
        """
    )
)
PENDING = frozenset(
    vocabulary(
        """
    pending, reserverat, vorgemerkt, umsatz vorgemerkt, en attente, pendiente, in sospeso,
    in attesa, gereserveerd, reserveret, reservert, varaus, oczekujace, в обработке, pendente,
    processing, authorised, authorized, authorization, authorisation, 未確定, declined, reverted,
    rejected, cancelled, canceled, abgelehnt, storniert, failed, failure, expired, voided, void,
    denied, blocked, on hold, hold, held, pendiente de cargo, rechazado, rechazada, cancelado,
    cancelada, anulado, anulada, annulato, annulata, annule, annulee, refuse, refusee, rejete,
    rifiutato, rifiutata, non contabilizzato, in lavorazione, nicht gebucht, offen, ausstehend,
    in bearbeitung, fehlgeschlagen, zuruckgewiesen, geannuleerd, geweigerd, in behandeling,
    afgekeurd, afvist, annulleret, afventer, venter, ventar, avvist, kansellert, vantar, avbruten,
    nekad, avvisad, preliminar, hylatty, peruttu, odottaa, kateenvaraus, oczekujaca, odrzucona,
    odrzucone, anulowana, anulowane, zablokowana, blokada, w toku, ceka na zauctovani, cekajici,
    zamitnuto, zruseno, blokace, cakajuca, zamietnuta, zrusena, fuggoben, elutasitva, torolve,
    foglalas, zarolt, отклонено, отклонен, отменено, отменен, в ожидании, ожидание, неуспешно,
    не выполнено, ошибка, заблокировано, холд, failed transaction, 交易关闭, 已关闭, 关闭,
    等待付款, 处理中, 支付失败, 交易失败, 失败, 已取消, 待处理, 取消, 승인취소, 대기, 실패, 취소,
    保留, beklemede, iptal, reddedildi, basarisiz, provizyon, dang xu ly, that bai, da huy,
    menunggu, gagal, dibatalkan, waiting, scheduled, upcoming, incomplete, unsettled, not booked,
    unbooked, uncleared pending, removed, deleted, planned, returned unpaid, bloqueado, retenido,
    retenu, a venir, in uitvoering, u obradi, odbijeno, v obdelavi, in asteptare, anulat, respins,
    εκκρεμει, ootel, broneering, rezervacija, rezervuota, rezerveta
        """
    )
)
BOOKED = frozenset(
    vocabulary(
        """
    booked, completed, complete, posted, settled, cleared, umsatz gebucht, gebucht, verbucht,
    success, successful, succeeded, ok, done, executed, ausgefuhrt, reconciled, uncleared, c, r,
    x, processed, approved, paid, comptabilise, contabilizzato, contabilizado, liquidado,
    efetivado, ejecutado, efectuado, zaksiegowano, zaksiegowana, zrealizowana, zrealizowane,
    wykonano, bokfort, bokford, bogfort, genomford, udfort, utfort, kirjattu, zauctovano,
    uhrazeno, konyvelt, teljesitve, выполнено, исполнено, исполнен, проведен, проведено, успешно,
    交易成功, 支付成功, 成功, 已收钱, 已转账, 朋友已收钱, 对方已收钱, 已存入零钱, 확정, 완료,
    tamamlandi, gerceklesti, hoan thanh, thanh cong, berhasil, sukses, 確定, settlement complete,
    received, sent, sent money, refunded, partially refunded, active, geboekt, verwerkt,
    uitgevoerd
        """
    )
)
TOTALS = vocabulary(
    """
    total, balance, saldo, summe, solde, suma, sum, subtotal, carried forward, brought forward,
    b f, c f, kontostand, итого, всего, остаток, 合計, 残高, 合计, 总计, 小计, 小計, 합계, 총계,
    opening balance, closing balance, starting balance, ending balance, beginning balance,
    balance brought forward, balance carried forward, ubertrag, anfangssaldo, endsaldo,
    schlusssaldo, alter saldo, neuer saldo, saldo inicial, saldo final, saldo anterior,
    saldo precedente, saldo iniziale, saldo finale, saldo poczatkowe, saldo koncowe, saldo dia,
    saldo do dia, saldo parcial, s a l d o, ancien solde, nouveau solde, solde initial,
    solde final, solde precedent, solde au, beginsaldo, eindsaldo, ingaende saldo, utgaende saldo,
    ingaende balans, utgaende balans, alkusaldo, loppusaldo, pocatecni zustatek, konecny zustatek,
    pociatocny zostatok, konecny zostatok, nyito egyenleg, zaro egyenleg, входящий остаток,
    исходящий остаток, входящий баланс, 前月繰越, 繰越, 期初余额, 期末余额, 上期结余, 이월,
    전월이월, devir, devreden bakiye, razem, totaal, totale, totali, totaux, totais, toplam,
    yhteensa, celkem, spolu, osszesen, ukupno, skupaj, sum total, page total, carry forward,
    previous balance, new balance, zwischensumme, gesamt, gesamtsumme, umsatzsumme, a reporter,
    report solde
    """
)
# Only the exact text: a payee may begin with these letters.
_OPENINGS = vocabulary(
    """
    opening balance, anfangssaldo, alter saldo, saldo inicial, saldo anterior, saldo precedente,
    saldo iniziale, saldo poczatkowe, ancien solde, solde initial, solde precedent, beginsaldo,
    ingaende saldo, alkusaldo, pocatecni zustatek, pociatocny zostatok, nyito egyenleg,
    входящий остаток, 前月繰越, 期初余额, 전월이월, starting balance, beginning balance,
    balance brought forward, b f, brought forward, previous balance, kontostand am anfang,
    begin saldo, startsaldo, inngaende saldo
    """
)
_CLOSINGS = vocabulary(
    """
    closing balance, schlusssaldo, endsaldo, neuer saldo, saldo final, saldo finale,
    saldo koncowe, nouveau solde, solde final, eindsaldo, utgaende saldo, loppusaldo,
    konecny zustatek, konecny zostatok, zaro egyenleg, исходящий остаток, 期末余额,
    ending balance, balance carried forward, c f, carried forward, new balance, current balance,
    kontostand, kontostand vom, utgaende balans, slutsaldo
    """
)
# What a text says of the way of its money, beside an amount whose sign is in doubt.
SAYS_IN = vocabulary(
    """
    salary, payroll, wages, interest paid, interest credit, interest earned, refund, cashback,
    deposit, payment received, payment thank you, thank you, autopay payment, direct credit, lohn,
    gehalt, ruckerstattung, zinsgutschrift, gutschrift, salaris, retour, salaire, remboursement,
    nomina, abono, devolucion, stipendio, rimborso, salario, estorno, reembolso, wynagrodzenie,
    zwrot, lon, palkka, palautus, mzda, vyplata, fizetes, зарплата, возврат, 給与, 返金, 工资,
    退款, 급여, 환불, maas, iade, payment thankyou, pagamento recebido, pago recibido, su pago,
    vielen dank, paiement recu, merci, zahlung erhalten, inbetaling, ingiro, aterbetalning,
    tilbagebetaling, lonn
    """
)
SAYS_OUT = vocabulary(
    """
    purchase, withdrawal, atm, fee, rent, charge, direct debit, payment to, card payment, pos,
    insurance, miete, lastschrift, kartenzahlung, geldautomat, bargeldauszahlung, versicherung,
    huur, betaalautomaat, geldautomaat, incasso, loyer, retrait, achat, prelevement, cotisation,
    alquiler, compra, cajero, seguro, affitto, prelievo, pagamento, acquisto, aluguel, saque,
    czynsz, wyplata z bankomatu, zakup, bankomat, hyra, kortkop, uttag, vuokra, osto, nosto,
    najem, vyber, platba kartou, vasarlas, berleti dij, аренда, покупка, снятие, 家賃, 引出, 房租,
    消费, 取款, 월세, kira, supermarket, grocery, groceries, pharmacy, restaurant, coffee, fuel,
    taxi, cinema, bakery, hardware, books, hotel, uber, amazon, netflix, spotify, mcdonald,
    mcdonalds, lidl, aldi, tesco, walmart, shell, broadband, utilities
    """
)
SIGNS = {
    "R$": "BRL", "€": "EUR", "£": "GBP", "￥": "JPY", "円": "JPY", "₹": "INR", "₽": "RUB", "₩": "KRW",
    "₪": "ILS", "₫": "VND", "₴": "UAH", "₺": "TRY", "₦": "NGN", "฿": "THB", "₱": "PHP", "zł": "PLN",
    "Kč": "CZK", "Ft": "HUF", "원": "KRW", "元": "CNY", "лв": "BGN", "руб": "RUB", "грн": "UAH",
    "A$": "AUD", "C$": "CAD", "S$": "SGD", "HK$": "HKD", "NZ$": "NZD", "US$": "USD", "Rp": "IDR",
}  # fmt: skip
_MONTHS = {
    1: """
        jan january januar janv janvier ene enero gen gennaio janeiro sty styczen stycznia januari
        tammi tammikuu tammikuuta leden ledna januara january sijecanj sije sijecnja ianuarie ian
        jaanuar janvaris sausio sausis januar oca ocak січень січня январь января янв ιαν
        ιανουαριου јануар ינואר يناير คม มค
    """,
    2: """
        feb february februar fev fevr fevrier febrero febbraio fevereiro lut luty lutego februari
        helmi helmikuu helmikuuta unor unora februara veljaca velj veljace februarie veebr
        veebruar februaris vasario vasaris sub subat лютий лютого февраль февраля фев φεβ
        φεβρουαριου פברואר فبراير กพ
    """,
    3: """
        mar march marz maerz mrz mars marzo marco marca marzec maart mrt maalis maaliskuu
        maaliskuuta bre brezen brezna marec marca ozujak ozu ozujka martie marts kovo kovas mart
        березень березня март марта мар μαρ μαρτιου מרץ مارس มีค marcius marc
    """,
    4: """
        apr april avr avril abr abril aprile kwi kwiecien kwietnia huhti huhtikuu huhtikuuta dub
        duben dubna aprila travanj tra travnja aprilie aprill aprilis balandzio balandis nis nisan
        квітень квітня апрель апреля апр απρ απριλιου אפריל أبريل เมย aprilis
    """,
    5: """
        may mai mayo mag maggio maio maja maj mei touko toukokuu toukokuuta kveten kvetna kve maja
        svibanj svi svibnja maijs geguzes geguze mays травень травня май мая μαι μαιου מאי مايو พค
        majus
    """,
    6: """
        jun june juni juin junio giu giugno junho cze czerwiec czerwca kesa kesakuu kesakuuta
        cerven cervna cvn juna lipanj lipnja iunie iun juuni junijs birzelio birzelis haz haziran
        червень червня июнь июня июн ιουν ιουνιου יוני يونيو มิย junius
    """,
    7: """
        jul july juli juil juillet julio lug luglio julho lip lipiec lipca heina heinakuu
        heinakuuta cervenec cervence cvc jula srpanj srpnja iulie iul juuli julijs liepos liepa
        tem temmuz липень липня июль июля июл ιουλ ιουλιου יולי يوليو กค julius
    """,
    8: """
        aug august aout ago agosto sie sierpien sierpnia augustus augusti elo elokuu elokuuta srp
        srpen srpna augusta kolovoz kol kolovoza augusts rugpjucio rugpjutis agu agustos серпень
        серпня август августа авг αυγ αυγουστου אוגוסט أغسطس สค augusztus agt agustus agosto
    """,
    9: """
        sep sept september septembre septiembre set settembre setembro wrz wrzesien wrzesnia syys
        syyskuu syyskuuta zar zari septembra rujan ruj rujna septembrie septembris rugsejo
        rugsejis eyl eylul вересень вересня сентябрь сентября сен σεπ σεπτεμβριου ספטמבר سبتمبر กย
        szeptember szept
    """,
    10: """
        oct okt october oktober octobre octubre ott ottobre out outubro paz pazdziernik
        pazdziernika loka lokakuu lokakuuta rij rijen rijna oktobra octombrie oktoober oktobris
        spalio spalis eki ekim жовтень жовтня октябрь октября окт οκτ οκτωβριου אוקטובר أكتوبر ตค
    """,
    11: """
        nov november novembre noviembre novembro lis listopad listopada marras marraskuu
        marraskuuta novembra studeni stu studenog noiembrie noi novembris lapkricio lapkritis kas
        kasim листопад листопада ноябрь ноября ноя νοε νοεμβριου נובמבר نوفمبر พย
    """,
    12: """
        dec dez december dezember decembre dic diciembre dicembre dezembro gru grudzien grudnia
        joulu joulukuu joulukuuta pro prosinec prosince decembra prosinac prosinca decembrie
        detsember decembris gruodzio gruodis ara aralik грудень грудня декабрь декабря дек δεκ
        δεκεμβριου דצמבר ديسمبر ธค des desember
    """,
}
MONTHS = {plain(word): number for number, words in _MONTHS.items() for word in words.split()}


WEEKDAYS = frozenset(
    vocabulary(
        """
    mon, tue, tues, wed, thu, thur, thurs, fri, sat, sun, monday, tuesday, wednesday, thursday,
    friday, saturday, sunday, mo, di, mi, do, fr, sa, so, montag, dienstag, mittwoch, donnerstag,
    freitag, samstag, sonnabend, sonntag, lun, mar, mer, jeu, ven, sam, dim, lundi, mardi,
    mercredi, jeudi, vendredi, samedi, dimanche, mie, jue, vie, sab, dom, lunes, martes,
    miercoles, jueves, viernes, sabado, domingo, seg, ter, qua, qui, sex, segunda, terca, quarta,
    quinta, sexta, gio, lunedi, martedi, mercoledi, giovedi, venerdi, sabato, domenica, ma, wo,
    vr, za, zo, maandag, dinsdag, woensdag, donderdag, vrijdag, zaterdag, zondag, man, tir, tis,
    ons, tor, fre, lor, son, mandag, tirsdag, onsdag, torsdag, fredag, lordag, sondag, tisdag, ti,
    ke, to, pe, la, su, pn, pon, wt, sr, czw, pt, sob, nd, poniedzialek, wtorek, sroda, czwartek,
    piatek, sobota, niedziela, po, ut, st, ct, pa, ne, pondeli, utery, streda, ctvrtek, patek,
    nedele, пн, вт, ср, чт, пт, сб, вс, понедельник, вторник, среда, четверг, пятница, суббота,
    воскресенье, pzt, sal, car, per, cum, cmt, paz, 月, 火, 水, 木, 金, 土, 日, 月曜日, 火曜日,
    水曜日, 木曜日, 金曜日, 土曜日, 日曜日, 월, 화, 수, 목, 금, 토, 일, 星期一, 星期二, 星期三,
    星期四, 星期五, 星期六, 星期日, 周一, 周二, 周三, 周四, 周五, 周六, 周日
        """
    )
)


def flow(word: str) -> tuple[Flow, str] | None:
    """Tell the flow and the direction (`in` or `out`) that a word means; None if none is known.

    A transfer that does not say its direction went out.
    """
    text = plain(word)
    if text in IN_WORDS:
        return Flow.IN, "in"
    if text in OUT_WORDS:
        return Flow.OUT, "out"
    if text in TRANSFER_WORDS:
        return Flow.TRANSFER, "in" if text.endswith(" in") else "out"
    return None


def is_pending(text: str) -> bool:
    """Tell whether a status says that the money has not moved, or not yet."""
    return plain(text) in PENDING


def is_opening(text: str) -> bool:
    """Tell whether a text names the balance before the first row."""
    return plain(text).startswith(_OPENINGS)


def is_closing(text: str) -> bool:
    """Tell whether a text names the balance after the last row."""
    return plain(text).startswith(_CLOSINGS)


def leaning(text: str) -> int:
    """Tell which way a text speaks: 1 for money in, -1 for money out, 0 when it does not say."""
    padded = f" {plain(text)} "
    is_in = any(f" {word} " in padded for word in SAYS_IN)
    is_out = any(f" {word} " in padded for word in SAYS_OUT)
    return is_in - is_out


PLUS_MINUS = {"+": "in", "-": "out", "−": "out", "–": "out"}
_NEUTRAL = frozenset(vocabulary("不计收支, 不計收支, 中性交易, neutral, 其他, 资金转移, internal"))


def is_neutral(text: str) -> bool:
    """Tell whether a word beside an amount says that money moved neither in nor out."""
    return plain(text) in _NEUTRAL or text.strip() == "/"


BALANCES = frozenset(
    word.strip()
    for word in [
        "\n    saldo anterior",
        " saldo inicial",
        " saldo final",
        " saldo do dia",
        " saldo dia",
        " saldo parcial",
        " s a l d o",
        "\n    saldo",
        " saldo atual",
        " saldo total disponível dia",
        " saldo precedente",
        " saldo iniziale",
        "\n    saldo finale",
        " opening balance",
        " closing balance",
        " balance brought forward",
        "\n    balance carried forward",
        " b/f",
        " c/f",
        " balance b/f",
        " balance c/f",
        " brought forward",
        " carried forward",
        "\n    anfangssaldo",
        " endsaldo",
        " schlusssaldo",
        " alter saldo",
        " neuer saldo",
        " übertrag",
        " kontostand",
        "\n    ancien solde",
        " nouveau solde",
        " solde initial",
        " solde final",
        " solde précédent",
        " beginsaldo",
        "\n    eindsaldo",
        " ingående saldo",
        " utgående saldo",
        " alkusaldo",
        " loppusaldo",
        " počáteční zůstatek",
        "\n    konečný zůstatek",
        " nyitó egyenleg",
        " záró egyenleg",
        " входящий остаток",
        " исходящий остаток",
        "\n    前月繰越",
        " 期初余额",
        " 期末余额",
        " 전월이월",
        " beginning balance",
        " ending balance",
        " starting balance",
        "\n    previous balance",
        " saldo początkowe",
        " saldo końcowe",
        " devir",
        " opening bal",
        " closing bal",
        "\n    sākuma atlikums",
        " beigu atlikums",
        " apgrozījums",
        " algsaldo",
        " lõppsaldo",
        " käive",
        " pradinis likutis",
        "\n    galutinis likutis",
        " apyvarta",
        " turnover",
        " počiatočný zostatok",
        " konečný zostatok",
        " početno stanje",
        "\n    končno stanje",
        " sold iniţial",
        " sold final",
        " saldo actual",
        " saldo mes anterior",
        " saldo al corte",
        "\n    ultimo saldo",
        " letzter kontostand\n    ",
    ]
)
