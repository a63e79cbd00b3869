"""The words that files use in their headers and cells, in the languages of many countries.

They are written as `plain` leaves them: lower case, without accents and signs.
"""

import unicodedata

from ftracker.domain.kinds import Flow


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(","))


# The earlier a word stands, the surer it is.
HEADERS = {
    "date": _words(
        """
    date, transaction date, booking date, posting date, posted date, post date, date processed,
    buchung, buchungstag, buchungsdatum, datum, dateop, fecha, fecha operacion, data,
    data lancamento, data operacji, data operazione, data contabile, bokforingsdag,
    bokforingsdatum, transaktionsdatum, dato, dato operacion, bogfort, paiva, kirjauspaiva,
    fecha de operacion, date operation, date comptable, date de comptabilisation,
    datum transakce, datum zauctovani, konyveles datuma, дата, дата операции, ημερομηνια, 日付,
    取引日, 日期, 交易日期, 거래일자, tarih, islem tarihi, started date, completed date, day,
    valutadatum, wertstellung, wertstellungsdatum, value date, valuta, rentedatum, dateval,
    data ksiegowania, date valeur, fecha valor, created, timestamp
        """
    ),
    "amount": _words(
        """
    amount, amount eur, amount usd, amount gbp, betrag, betrag eur, bedrag, bedrag eur,
    montant, importe, importo, valor, kwota, belopp, belob, belop, maara, summa, sum, castka,
    osszeg, сумма, ποσο, 金額, 金额, 금액, tutar, umsatz, transaction amount, value, monto,
    cantidad, quantia, amount paid, net amount, suma, iznos, znesek, valoare
        """
    ),
    "in": _words(
        """
    in, money in, paid in, credit, credit amount, credits, deposit, deposits, deposit amount,
    inflow, income, gutschrift, haben, einnahmen, bij, credito, ingresos, abono, abonos, haber,
    entrate, accrediti, avere, entradas, wplywy, uznania, insattning, ind, inn, tulot, приход,
    поступление, 預かり金額, お預り金額, 入金, 入金額, 收入, 存入, 입금액, alacak,
    encaissement, credit eur, incoming, receipts, amount in
        """
    ),
    "out": _words(
        """
    out, money out, paid out, debit, debit amount, debits, withdrawal, withdrawals,
    withdrawal amount, outflow, expense, spent, belastung, lastschrift, soll, ausgaben, af,
    debito, gastos, cargo, cargos, debe, uscite, addebiti, dare, saidas, wydatki, obciazenia,
    uttag, ud, ut, menot, расход, списание, 支払い金額, お支払金額, 出金, 出金額, 支出, 取出,
    출금액, borc, decaissement, debit eur, outgoing, payments, amount out
        """
    ),
    "type": _words(
        """
    type, transaction type, income expense, expense income, flow, direction, debit credit,
    credit debit, dr cr, cr dr, d c, c d, af bij, bij af, debet credit, sens, soll haben,
    type of transaction, art, typ, tipo, kind, in out, 入払区分, 收支, 收 支, тип
        """
    ),
    "category": _words(
        """
    category, kategorie, categorie, categoria, kategoria, kategori, luokka, категория,
    カテゴリ, 类别, 分类, 카테고리, rubrique, budget category, categories
        """
    ),
    "account": _words(
        """
    account, account name, konto, kontoname, auftragskonto, rekening, compte, cuenta, conto,
    conta, rachunek, tili, счет, счёт, 口座, 账户, 계좌, hesap, accountlabel, wallet,
    accountnum
        """
    ),
    "payee": _words(
        """
    payee, merchant, name, counterparty, naam tegenpartij, naam omschrijving,
    beguenstigter zahlungspflichtiger, auftraggeber empfanger, empfanger, zahlungsempfanger,
    nadawca odbiorca, odbiorca, beneficiary, vendor, mottagare, tiers, supplierfound,
    payee name, recipient, partner name, контрагент, beneficiario, saaja maksaja, protistrana,
    partner, merchant name, store
        """
    ),
    "note": _words(
        """
    note, notes, memo, comment, comments, bemerkung, notiz, notiz memo, commentaire, nota,
    notas, noter, uwagi, заметка, メモ, 备注, 메모, remark, remarks, subcategory,
    notes and tags
        """
    ),
    "description": _words(
        """
    description, details, transaction details, particulars, narration, narrative,
    verwendungszweck, buchungstext, beschreibung, beschreibung1, beschreibung2, omschrijving,
    omschrijving 1, mededelingen, label, libelle, descripcion, concepto, descricao,
    descrizione, causale, opis, opis operacji, tytul, rubrik, text, tekst, beskrivelse, selite,
    viesti, popis, megnevezes, описание, назначение платежа, περιγραφη, 摘要, 摘要内容, 内容,
    描述, 적요, aciklama, transaction description, purpose, transaction ref1, transaction ref2,
    what, original description, item, title
        """
    ),
    "currency": _words(
        """
    currency, wahrung, waehrung, munt, devise, moneda, valuta, waluta, mena, moeda, divisa,
    valutta, валюта, 通貨, 币种, 통화, currency code
        """
    ),
    "balance": _words(
        """
    balance, running balance, saldo, saldo na trn, saldo na mutatie, solde, saldo po operacji,
    kontostand, accountbalance, saldo final, остаток, 差引残高, 残高, 余额, 잔액, bakiye,
    balance after, available balance, zustatek, egyenleg
        """
    ),
    "reference": _words(
        """
    reference, transaction id, transaktions nr, transactiereferentie, referenz,
    kundenreferenz end to end, reference number, transaction reference, volgnr, id, fitid,
    trans id, bank reference
        """
    ),
}
# In some files this is the account, in others the way of paying.
WEAK_ACCOUNT = _words("mode, payment mode, payment method, paid with")

IN_WORDS = frozenset(
    _words(
        """
    in, income, credit, cr, c, deposit, inflow, money in, received, bij, haben, h, gutschrift,
    einnahme, einnahmen, eingang, credito, abono, ingreso, entrata, entrate, receita, entrada,
    revenu, recette, wplyw, przychod, uznanie, inkomst, insattning, indtaegt, inntekt, tulo,
    prijem, доход, приход, 収入, 入金, 收入, 수입, 입금, gelir, refund, kredit,
    payment received
        """
    )
)
OUT_WORDS = frozenset(
    _words(
        """
    out, expense, debit, dr, d, withdrawal, outflow, money out, spent, spending, af, soll, s,
    lastschrift, belastung, ausgabe, ausgaben, ausgang, debito, cargo, gasto, egreso, uscita,
    uscite, spesa, despesa, saida, depense, wydatek, obciazenie, utgift, uttag, udgift, meno,
    vydaj, vyber, расход, 支出, 支払い, 支払, 出金, 지출, 출금, gider, purchase, debet,
    withdrawal in cash, cost, expenses, bill
        """
    )
)
TRANSFER_WORDS = frozenset(
    _words(
        """
    transfer, transfer out, transfer in, umbuchung, ubertrag, overboeking, virement,
    virement interne, traspaso, transferencia, giroconto, przelew wlasny, overforing, siirto,
    перевод, 振替, 转账, 이체, transfers, internal transfer
        """
    )
)
PENDING = frozenset(
    _words(
        """
    pending, reserverat, vorgemerkt, umsatz vorgemerkt, en attente, pendiente, in sospeso,
    in attesa, gereserveerd, reserveret, reservert, varaus, oczekujace, в обработке, pendente,
    processing, authorised, authorized, 未確定, declined, reverted, rejected, cancelled,
    canceled, abgelehnt
        """
    )
)
TOTALS = _words(
    """
    total, balance, saldo, summe, solde, suma, sum, subtotal, carried forward, brought forward,
    b f, c f, kontostand, итого, остаток, 合計, 残高, 合计
    """
)
_MONTHS = {
    1: "jan january januar janv janvier ene enero gen gennaio janeiro sty stycznia januari tammi",
    2: "feb february februar fev fevr fevrier febrero febbraio fevereiro lut lutego februari helmi",
    3: "mar march marz maerz mrz mars marzo marco marca maart mrt maalis bre",
    4: "apr april avr avril abr abril aprile kwi kwietnia huhti dub",
    5: "may mai mayo mag maggio maio maja mei maj touko",
    6: "jun june juni juin junio giu giugno junho cze czerwca kesa",
    7: "jul july juli juil juillet julio lug luglio julho lip lipca heina",
    8: "aug august aout ago agosto sie sierpnia augustus augusti elo srp",
    9: "sep sept september septembre sept septiembre set settembre setembro wrz wrzesnia syys zar",
    10: "oct okt october oktober octobre octubre ott ottobre out outubro paz pazdziernika loka rij",
    11: "nov november novembre noviembre novembro lis listopada marras",
    12: "dec dez december dezember decembre dic diciembre dicembre dezembro gru grudnia joulu pro",
}
MONTHS = {word: number for number, words in _MONTHS.items() for word in words.split()}


def plain(text: str) -> str:
    """Lower a text, and take away accents and signs: `Währung ` becomes `wahrung`."""
    spread = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    kept = "".join(c for c in spread if not unicodedata.combining(c))
    composed = unicodedata.normalize("NFC", kept)
    return " ".join("".join(c if c.isalnum() else " " for c in composed).split())


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
