"""The words that stand above columns, in the languages of many countries, and what they mean.

They are compared as `words.plain` leaves them: lower case, without accents and signs. The earlier
a word stands in its list, the surer it is.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from babel.numbers import list_currencies

from ftracker.domain.statements import words

HEADERS = {
    "date": words.vocabulary(
        """
    date, transaction date, booking date, operation date, buchung, buchungstag, buchungsdatum,
    datum, dateop, date operation, date d operation, date de l operation, fecha, fecha operacion,
    fecha de operacion, fecha de la operacion, fecha movimiento, data, data lancamento,
    data operacji, data transakcji, data operazione, data movimento, data mov, data do movimento,
    data da transacao, data transacao, data contabile, data tranzactie, data tranzactiei,
    bokforingsdag, bokforingsdatum, bokford, transaktionsdatum, transaktionsdag, transaksjonsdato,
    transaktionsdato, kjopsdato, dato, dato operacion, bogfort, bogforingsdato, bokfort,
    bokforingsdato, bokfort dato, utfort dato, utforselsdato, paiva, paivamaara, pvm,
    kirjauspaiva, tapahtumapaiva, arvopaiva, maksupaiva, boekdatum, boekingsdatum,
    transactiedatum, verwerkingsdatum, uitvoeringsdatum, date comptable, date de comptabilisation,
    date de transaction, date d execution, date execution, datum transakce, datum provedeni,
    datum zauctovani, datum uctovani, datum splatnosti, datum transakcie, datum operacie,
    konyveles datuma, tranzakcio datuma, konyvelesi datum, tranzakcio idopontja, ertek nap,
    tranzakcio datum, дата, дата операции, дата проводки, дата платежа, дата транзакции,
    дата на операцията, датум, ημερομηνια, ημερομηνια συναλλαγης, ημ νια, ημ νια συναλλαγης, 日付,
    取引日, お取引日, 利用日, ご利用日, 取扱日, 年月日, お取り扱い日, 日時, 取引日時, 日期,
    交易日期, 交易时间, 交易時間, 交易创建时间, 记账日期, 記帳日, 帳務日期, 交易日, 거래일자,
    거래일시, 거래일, 이용일, 이용일자, 날짜, 일자, 일시, tarih, islem tarihi, tarih saat,
    kuupaev, datums, darijuma datums, data ir laikas, operacijos data, datum knjizenja,
    datum transakcije, datum izvrsenja, datum valute, ngay, ngay giao dich, ngay gd, วันที่,
    วันที่ทำรายการ, tanggal, tanggal transaksi, tgl, tarikh, תאריך, תאריך עסקה, תאריך רכישה,
    التاريخ, تاريخ, تاريخ العملية, تاريخ المعاملة, तारीख, dzień, buchungszeit, belegdatum,
    umsatzdatum, kaufdatum, umsatzzeit, transaktionszeit, auftragsdatum, txn date, tran date,
    trans date, trn date, date of transaction, transaction time, date time, datetime,
    date and time, created date, date created, posting date, posted date, post date, date posted,
    date processed, effective date, entry date, processed date, processed on, book date,
    booked at, booked on, booked, clearing date, transaction posted date, activity date,
    settlement date, data zlecenia operacji, data waluty, data ksiegowania, data rozliczenia,
    started date, completed date, created on, created, finished on, day, timestamp, when, time,
    fecha contable, fecha de cargo, fecha de la transaccion, data da compra, data de lancamento,
    data registrazione, data addebito
        """
    ),
    "value date": words.vocabulary(
        """
    valutadatum, wertstellung, wertstellungsdatum, wertstellungstag, wert, value date, value dt,
    valuta, rentedatum, dateval, date valeur, date de valeur, fecha valor, f valor, data valor,
    data valuta, valutadag, valutering, rentedato, valuteringsdag, valutapvm, datum valuty,
    erteknap, дата валютирования, ημερομηνια αξιας, 起算日, valor tarihi, valor, booked date,
    data waluty, datum valute, valutazione, posting date, post date, posted date
        """
    ),
    "amount": words.vocabulary(
        """
    amount, transaction amount, betrag, bedrag, montant, importe, importo, valor, kwota, belopp,
    belob, belop, maara, summa, sum, castka, osszeg, сумма, сумма операции, сума, ποσο,
    ποσο συναλλαγης, 金額, 金额, 金额 元, 取引金額, 利用金額, ご利用金額, 支払金額, 支払総額,
    交易金额, 交易金額, 금액, 거래금액, 이용금액, tutar, islem tutari, umsatz, monto, cantidad,
    quantia, quantidade, montante, amount paid, net amount, net, netto, brutto, umsatzbetrag,
    buchungsbetrag, zahlbetrag, kwota operacji, kwota transakcji, objem, suma, iznos, znesek,
    valoare, so tien, so tien gd, จำนวนเงิน, jumlah, nominal, mutasi, סכום, סכום חיוב, סכום העסקה,
    المبلغ, مبلغ, रकम, transaktionsbelopp, kwota w walucie rachunku, amount in account currency,
    betrag in kontowahrung, montant net, montant de l operation, importe eur, vrijednost, ertek,
    summa eur, суммa, сумма в валюте счета, сумма платежа, sum of amount, amount num, value,
    debit credit amount, settled amount, billing amount, posted amount, total, gross,
    total amount, price, cost, spent amount, transaction value, kwota rozliczenia,
    abrechnungsbetrag, tranzakcio osszege, suma operatiei, summa valuutas
        """
    ),
    "in": words.vocabulary(
        """
    in, money in, paid in, credit, credit amount, credits, deposit, deposits, deposit amount,
    deposit amt, credit amt, inflow, income, gutschrift, gutschriften, haben, einnahmen, einnahme,
    eingang, bij, bijschrijving, credito, creditos, ingresos, ingreso, abono, abonos, haber,
    entrate, entrata, accrediti, accredito, avere, entradas, entrada, receitas, receita, wplywy,
    wplyw, uznania, uznanie, insattning, insattningar, ind, inn, inn pa konto, innskudd, tulot,
    pano, приход, поступление, поступления, зачисление, кредит, доход, 預かり金額, お預り金額,
    お預入金額, お預け入れ, 預入, 預入金額, 預入れ, 入金, 入金額, 入金金額, 收入, 存入, 存入金额,
    存入金額, 收入金额, 贷方, 贷方发生额, 贷方金额, 贷, 입금액, 입금, 맡기신금액, 입금금액,
    alacak, giren, encaissement, credit eur, incoming, receipts, receipt, amount in,
    amount credited, received, credited, prijmy, prijem, kredit, jovairas, jovairasok, primici,
    prejemki, dobro, u korist, uplata, uplate, intrari, incasari, πιστωση, kreedit, kredits,
    kreditas, ienakosie, gavimai, ghi co, phat sinh co, so tien ghi co, co, ฝากเงิน, เงินฝาก, ฝาก,
    kredit idr, זכות, دائن, ايداع, إيداع, जमा, recette, recettes, valor credito, credit value,
    credit transactions, lodgement, lodgements, payment in
        """
    ),
    "out": words.vocabulary(
        """
    out, money out, paid out, debit, debit amount, debits, withdrawal, withdrawals,
    withdrawal amount, withdrawal amt, debit amt, outflow, expense, spent, belastung, belastungen,
    lastschrift, lastschriften, soll, ausgaben, ausgabe, ausgang, af, afschrijving, debito,
    debitos, gastos, gasto, egreso, egresos, retiro, retiros, cargo, cargos, debe, uscite, uscita,
    addebiti, addebito, dare, saidas, saida, despesas, despesa, wydatki, wydatek, obciazenia,
    obciazenie, uttag, ud, ut, ut fra konto, uttak, menot, otto, расход, расходы, списание,
    списания, дебет, 支払い金額, お支払金額, お支払い金額, 支払金額, 出金, 出金額, 出金金額,
    お引出金額, お引出し, 引出, 引出金額, 払戻, 支出, 支出金额, 支出金額, 取出, 提出, 借方,
    借方发生额, 借方金额, 借, 출금액, 출금, 찾으신금액, 출금금액, borc, cikan, decaissement,
    debit eur, outgoing, payments, payment, amount out, amount debited, debited, vydaje, vydaj,
    debet, terheles, terhelesek, izdaci, odhodki, breme, na teret, isplata, isplate, iesiri,
    plati, χρεωση, deebet, debets, debetas, izejosie, islaidos, ghi no, phat sinh no,
    so tien ghi no, no, ถอนเงิน, ถอน, debet idr, חובה, مدين, سحب, निकासी, depense, depenses,
    valor debito, debit value, debit transactions, payment out
        """
    ),
    "type": words.vocabulary(
        """
    type, transaction type, income expense, expense income, flow, direction, debit credit,
    credit debit indicator, debit credit indicator, credit debit, dr cr, cr dr, d c, c d, s h,
    h s, af bij, bij af, debet credit, credit debet, sens, soll haben, sign, type of transaction,
    art, typ, tipo, kind, in out, 入払区分, 收支, 收 支, 收支类型, 收 付款方式, тип, тип операции,
    приход расход, transaction kind, debitcredit, creditdebit, kreditdebet, debetkredit,
    debit or credit, credit or debit, cd, dc, cr or dr, db cr, db cr indicator, debe haber, d h,
    dare avere, segno, signe, sinal, znak, znamenko, strana, debeto kredito pozymis, d k,
    deebet kreedit d c, 입출금구분, 구분, 거래구분, loai giao dich, borc alacak
        """
    ),
    "category": words.vocabulary(
        """
    category, kategorie, categorie, categoria, kategoria, kategori, luokka, категория,
    hauptkategorie, カテゴリ, 类别, 分类, 交易分类, 카테고리, rubrique, budget category,
    categories, kategorija, spending category, full category name, 大項目, category name
        """
    ),
    "account": words.vocabulary(
        """
    account, account name, konto, kontoname, auftragskonto, rekening, compte, cuenta, conto,
    conta, rachunek, tili, счет, счёт, 口座, 账户, 账号, 계좌, 계좌번호, hesap, accountlabel,
    wallet, accountnum, account label, full account name, source account, iban auftragskonto,
    eigenes konto, eigene iban, rekeningnummer, iban bban, account number, account no, account id,
    bank account, own account, numer rachunku nadawcy, cislo uctu, номер счета, sub account name,
    account alias, konto klienta, kontonummer, product, card, card no, karte
        """
    ),
    "payee": words.vocabulary(
        """
    payee, merchant, merchant name, zahlungspflichtige r, zahlungspflichtiger, payer, sender,
    sender name, paid by, avsandare, lahettaja, counterparty, counterparty name, counter party,
    name, naam tegenpartij, tegenpartij, tegenpartij naam, naam omschrijving, naam,
    naam ontvanger, tegenrekeninghouder, naam van de tegenpartij, naam begunstigde,
    beguenstigter zahlungspflichtiger, auftraggeber empfanger, empfanger, zahlungsempfanger,
    zahlungsempfanger in, auftraggeber beguenstigter, auftraggeber begunstigter, begunstigter,
    name zahlungsbeteiligter, zahlungsbeteiligter, empfanger zahlungspflichtiger,
    begunstigter auftraggeber, auftraggeber zahlungsempfanger, empfanger auftraggeber,
    empfanger absender, partnername, nadawca odbiorca, odbiorca, nadawca, odbiorca nadawca,
    kontrahent, dane kontrahenta, nazwa kontrahenta, nazwa odbiorcy, kontahent, beneficiary,
    beneficiary name, vendor, mottagare, avsandare mottagare, mottaker, modtager, navn, namn,
    tiers, supplierfound, destinataire, nom du tiers, payee name, recipient, recipient name,
    payer payee, partner name, контрагент, наименование контрагента, получатель, корреспондент,
    beneficiario, beneficiario ordinante, ordinante beneficiario, ordenante, ordinante,
    saaja maksaja, saaja, maksaja, saajan nimi, maksajan nimi, saaja tilinomistaja, protistrana,
    nazev protistrany, nazev protiuctu, nazov protistrany, nazev uctu protistrany,
    jmeno protistrany, protiucet nazev, nazov partnera, meno protistrany, partner, partner neve,
    ellenoldali nev, kedvezmenyezett neve, store, shop, 店名, 利用店名, ご利用店名,
    利用店名 商品名, 交易对方, 对方户名, 对方名称, 商户名称, 商户, 가맹점명, 가맹점, 거래처,
    보낸분 받는분, 의뢰인 수취인, saaja maksja nimi, saaja maksja, sanemejs maksatajs,
    gavejas moketojas, moketojas gavejas, korisnik, primatelj platitelj, naziv primatelja, naziv,
    prejemnik placnik, platitelj primatelj, destinatario, favorecido, titulo, title merchant,
    beneficiar, nume beneficiar, שם בית העסק, בית עסק, ten nguoi huong, alici, karsi taraf,
    δικαιουχος, merchant description, business name, to from, from to, contact, vastapuoli,
    gegenpartei, third party
        """
    ),
    "note": words.vocabulary(
        """
    note, notes, memo, comment, comments, bemerkung, bemerkungen, notiz, notiz memo, commentaire,
    nota, notas, noter, note utente, uwagi, заметка, комментарий, メモ, 备注, 備註, 附言, 메모,
    비고, remark, remarks, transaction remarks, subcategory, notes and tags, poznamka, megjegyzes,
    kozlemeny, message, melding, meddelelse, meddelande, viesti, not, catatan, napomena, opomba,
    komunikat, mededeling, mededelingen, observaciones, observacoes, remittance information,
    unstructured remittance information, payment details, zprava pro prijemce,
    sprava pre prijemcu, message to recipient, additional information, extended details
        """
    ),
    "description": words.vocabulary(
        """
    description, details, transaction details, particulars, narration, narrative,
    transaction description, transaction narrative, transaction detail, detail,
    original description, statement description, full description, long description,
    short description, bank description, merchant details, transaction information,
    transaction particulars, appears on your statement as, descriptive, desc, entry,
    verwendungszweck, zahlungsgrund, buchungstext, buchungsdetails, buchungsinformation,
    beschreibung, beschreibung1, beschreibung2, beschreibung3, avisierungstext, umsatztext,
    zahlungsreferenz, umsatzbeschreibung, betreff, vorgang verwendungszweck, omschrijving,
    omschrijving 1, omschrijving 2, omschrijving 3, omschrijving1, omschrijving2, mededelingen,
    details verrichting, label, libelle, libelle operation, libelle de l operation,
    libelle simplifie, libelle complet, libelle court, libelle detaille, nature de l operation,
    informations complementaires, intitule, designation, motif, descripcion, concepto, detalle,
    glosa, movimiento, descripcion del movimiento, mas datos, observaciones, descricao, historico,
    lancamento, estabelecimento, identificador titulo, descrizione, descrizione operazione,
    causale, descrizione estesa, descrizione completa, operazione, dettagli, opis, opis operacji,
    opis transakcji, tytul, tytul operacji, szczegoly, rubrik, text, tekst, beskrivelse,
    forklaring, beskrivning, transaktion, transaktionstext, transaksjon, specifikation, referens,
    kontohandelse, selite, selitys, viesti, tapahtuman kuvaus, popis, popis operace,
    popis transakcie, popis transakce, ucel, ucel platby, megnevezes, leiras, tranzakcio leirasa,
    описание, описание операции, назначение платежа, назначение, содержание операции, основание,
    пояснение, опис, περιγραφη, αιτιολογια, 摘要, 摘要内容, お取引内容, 取引内容, 取扱内容,
    お取り扱い内容, 内容, 商品名, 描述, 说明, 商品, 商品说明, 交易说明, 交易摘要, 說明, 적요,
    내용, 거래내용, 거래기록사항, aciklama, islem aciklamasi, islem, purpose, purpose of payment,
    payment purpose, transaction ref1, transaction ref2, transaction ref3, what, item, title,
    action, opis prometa, namen, opis placanja, opis transakcije, svrha, svrha placanja,
    descriere, detalii, detalii tranzactie, explicatii, selgitus, maksajuma merkis, paskirtis,
    mokejimo paskirtis, informacija, dien giai, noi dung, mo ta, noi dung giao dich, รายการ,
    รายละเอียด, คำอธิบาย, keterangan, uraian, deskripsi, penerangan, תיאור, תיאור פעולה, פרטים,
    הפעולה, סוג פעולה, البيان, الوصف, وصف, التفاصيل, विवरण, reference text, memo description,
    detalles, extra information, info, merchant purpose, vorgang, transactie omschrijving,
    vrije mededeling, communication, communications, transaction, activity, product name,
    activity description, payment reference
        """
    ),
    "currency": words.vocabulary(
        """
    currency, wahrung, waehrung, munt, muntsoort, devise, moneda, valuta, waluta, mena, moeda,
    divisa, devizanem, penznem, valutta, валюта, валюта операции, νομισμα, 通貨, 币种, 币别, 幣別,
    通貨名, 통화, currency code, curr, ccy, valuuta, valiuta, account currency,
    commodity currency, doviz, para birimi, loai tien, mata uang, מטבע, العملة, amount currency,
    currency name, wahrung betrag, kontowahrung, transaction currency, deviza, monnaie, valute
        """
    ),
    "balance": words.vocabulary(
        """
    balance, running balance, running bal, bal, saldo, saldo na trn, saldo na mutatie, solde,
    saldo po operacji, saldo po transakcji, saldo contabile, saldo disponible, saldo posterior,
    saldo inicial final, kontostand, accountbalance, saldo final, saldo neto, остаток,
    остаток на счете, баланс, остаток после операции, 差引残高, 残高, お取引後残高, 現在残高,
    余额, 餘額, 账户余额, 本次余额, 结余, 帳戶餘額, 잔액, 거래후잔액, 거래후 잔액, bakiye,
    kalan bakiye, balance after, available balance, zustatek, zostatok, egyenleg, szamlaegyenleg,
    konyvelt egyenleg, closing balance, account balance, ledger balance,
    balance after transaction, saldo efter, disponibelt saldo, bokford saldo, bogfort saldo,
    bokfort saldo, saldo etter, loppusaldo, tilin saldo, stanje, sold, υπολοιπο, jaak, atlikums,
    likutis, so du, so du cuoi, คงเหลือ, ยอดคงเหลือ, saldo akhir, baki, יתרה, יתרה בש ח, الرصيد,
    رصيد, शेष, saldo nach buchung, kontostand nach buchung, balance usd, resulting balance,
    solde apres operation, saldo dopo operazione, saldo apos, outstanding balance, balance amount,
    saldo ksiegowe, nieuw saldo, saldo po zauctovani, saldo rachunku
        """
    ),
    "reference": words.vocabulary(
        """
    reference, transaction id, transaktions nr, transaktions id, transactiereferentie, referenz,
    transactionid, transferwise id, kundenreferenz end to end, reference number,
    transaction reference, volgnr, id, fitid, uuid, transaction number, transaction no, trans id,
    bank reference, referentie, referens, referanse, arkivref, arkivreferanse, arkistointitunnus,
    reference no, ref no, ref number, id transakcji, numer transakcji, id operace, id pohybu,
    identifikace transakce, номер операции, 交易订单号, 交易单号, 交易号, 交易流水号, 流水号,
    cislo transakce, tranzakcio azonosito, id transaccion, numero de operacion, identificador,
    dokumendi number, archive id, arhiveerimistunnus, trans ref no, utr, chq ref no,
    ref no cheque no, ref cheque no, bank transaction id, event id, internal id, journal id,
    tx id, hash
        """
    ),
    "status": words.vocabulary(
        """
    status, state, transaction status, transaktionsstatus, stato, estado, etat, statut, stan,
    stav, tila, allapot, статус, состояние, 状态, 当前状态, 交易状态, 狀態, 状態, 상태, durum,
    trang thai, סטטוס, الحالة, booking status, buchungsstatus, posted, stan transakcji,
    status transakcji, situacao, cleared, staat
        """
    ),
    "no amount": words.vocabulary(
        """
    fee, fees, gebuhr, gebuhren, provision, commission, commissions, kosten, fee amount, charge,
    charges, oplata, prowizja, poplatek, комиссия, avgift, gebyr, dij, taxa, comissao,
    commissione, commissioni, frais, 手数料, 服务费, 수수료, komisyon, vat, tax, mwst, tva, iva,
    cashback, кэшбэк, rewards, bonus, tip, rate, exchange rate, kurs, wechselkurs,
    umrechnungskurs, koers, cours, taux, tipo de cambio, tasso, cambio, cambio applicato,
    valuutakurss, valutakurs, vaxelkurs, курс, arfolyam, kurz, points, miles, quantity, mcc,
    original amount, foreign amount, amount foreign, local amount, fremdwahrung,
    fremdwahrungsbetrag, betrag in fremdwahrung, originalbetrag, ursprungsbetrag,
    lastschrift ursprungsbetrag, auslagenersatz rucklastschrift, auslagenersatz ruecklastschrift,
    betrag ursprung, betrag fremdwahrung, oorspr bedrag, montant d origine, montant origine,
    montant en devise, importe original, importe divisa, kwota oryginalna,
    kwota w walucie transakcji, kwota blokady, oryginalna kwota, сумма в валюте операции,
    сумма операции в валюте, original belopp, valutabelopp, utlandskt belopp,
    castka v mene obchodu, puvodni castka, eredeti osszeg, amount in foreign currency,
    foreign currency amount, source amount, 現地通貨額, 外貨金額,
    transaction amount in foreign currency, betrag in eur ursprung, taxable, tax amount,
    cash back, orig amount, amount original currency, payment currency amount, invoice amount,
    bedrag valuta, belop i valuta, valor moeda estrangeira, valor em dolar, valor original,
    aanvankelijk bedrag, belopp i utlandsk valuta, time, hour, uhrzeit, heure, hora, ora, tid,
    klokkeslett, 时间, 時刻, check number, check no, cheque number, cheque no, cheque, check,
    check or slip, schecknummer, blz, bankleitzahl, konto blz, bank code, sort code, card number,
    kartennummer, account, mandatsreferenz, glaeubiger id, phone, zip, postal code, year, month,
    week, number, nr, no, lfd nr, line, row, code, cislo, einzelbetrag
        """
    ),
    "spent": words.vocabulary(
        """
    利用金額, ご利用金額, 支払金額, 支払総額, お支払金額, 이용금액, spent, amount spent,
    spent amount, purchase amount, charge amount, סכום חיוב, סכום עסקה, outflow, withdrawal,
    withdrawals, paid out, money out, debit, debit amount, expense, expenses, ausgaben, belastung,
    soll, depense, depenses, gasto, gastos, cargo, uscite, debito, wydatki, расход, 支出, 出金,
    出金額, 출금액
        """
    ),
    "sender": words.vocabulary(
        """
    zahlungspflichtige r, zahlungspflichtiger, payer, payer name, sender, sender name, avsandare,
    nadawca, from name, ordenante, source name, source account name, debtor, debtor name,
    lahettaja
        """
    ),
    "recipient": words.vocabulary(
        """
    zahlungsempfanger in, zahlungsempfanger, recipient, recipient name, payee name, mottagare,
    odbiorca, to name, beneficiary, beneficiary name, destination name, creditor, creditor name,
    destination account name, saaja
        """
    ),
    "source": words.vocabulary(
        "source name, source account name, from account, paid from, from account name"
    ),
    "destination": words.vocabulary(
        "destination name, destination account name, to account, paid to, to account name"
    ),
}
# In some files this is the account, in others the way of paying.
WEAK_ACCOUNT = words.vocabulary(
    "mode, payment mode, payment method, paid with, 支付方式, 收付款方式"
)
_CODES = frozenset(code.lower() for code in list_currencies())
_LOOSE = frozenset(("date", "value date", "amount", "in", "out", "balance", "payee", "description"))
_SUFFIX = 5
_SIDES = ("in", "out", "amount", "spent")
_BRACKETS = re.compile(r"[(\[（](.*?)[)\]）]")
_INDEX = {role: {word: i for i, word in enumerate(known)} for role, known in HEADERS.items()}
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")


@lru_cache(maxsize=4096)
def rank(name: str, role: str) -> float | None:
    """Tell how well a header names a role, 0 best; words inside a longer header count less."""
    text, known = words.plain(name), _INDEX[role]
    inner = _side(name)
    if inner and role in _SIDES:
        return _INDEX[role].get(inner)
    if text in known:
        return known[text]
    bare = _bare(name)
    if bare in known:
        return known[bare] + 0.5
    if role not in _LOOSE or not text:
        return None
    padded = f" {bare} "
    parts = [i for word, i in known.items() if len(word) > 2 and f" {word} " in padded]
    if parts:
        return 1000 + min(parts)
    return _inside(bare, known)


def _side(name: str) -> str:
    """Give the word in brackets behind a name, where it says money in or money out."""
    found = _BRACKETS.search(name)
    inner = words.plain(found[1]) if found else ""
    return inner if inner in _INDEX["in"] or inner in _INDEX["out"] else ""


def _inside(text: str, known: dict[str, int]) -> float | None:
    """Find a word that is the end of a longer one, or stands in a script that has no gaps."""
    if _WIDE.search(text):
        parts = [i for word, i in known.items() if len(word) > 1 and word in text]
    else:
        last = text.rsplit(" ", 1)[-1]
        parts = [i for word, i in known.items() if len(word) >= _SUFFIX and last.endswith(word)]
    return 2000 + min(parts) if parts else None


@lru_cache(maxsize=4096)
def _bare(name: str) -> str:
    """Take away numbers, what stands in brackets and the codes of currencies."""
    text = words.plain(re.sub(r"[(\[（].*?[)\]）]", " ", name)) or words.plain(name)
    kept = [w for w in text.split() if w not in _CODES and not w.isdigit()]
    return " ".join(kept) or text


def currency(name: str) -> str:
    """Give the currency that a header says, as in `Betrag (EUR)`; '' when it says none."""
    found = [w for w in re.findall("[A-Za-z]{3}", name) if w.lower() in _CODES and w.isupper()]
    parts = [w for w in re.split(r"[^A-Za-z]+", name) if w in found]
    if parts and len(words.plain(name).split()) > 1:
        return parts[-1]
    if not {"euro", "euros"}.isdisjoint(words.plain(name).split()):
        return "EUR"
    return next((code for sign, code in words.SIGNS.items() if sign in name), "")


def roles(name: str) -> set[str]:
    """List the roles that a header names exactly, without regard to codes and numbers."""
    text, bare = words.plain(name), _bare(name)
    if inner := _side(name):
        return {role for role in ("in", "out", "spent") if inner in _INDEX[role]}
    return {role for role, known in _INDEX.items() if text in known or bare in known}


_ENGLISH = frozenset(
    [
        "date",
        "amount",
        "description",
        "balance",
        "transaction",
        "account",
        "type",
        "category",
        "credit",
        "debit",
        "details",
        "payee",
        "memo",
        "currency",
        "reference",
        "posting",
        "posted",
        "number",
        "no",
        "name",
        "id",
        "value",
        "status",
        "state",
        "money",
        "in",
        "out",
        "paid",
        "withdrawal",
        "withdrawals",
        "deposit",
        "deposits",
        "notes",
        "note",
        "merchant",
        "particulars",
        "narration",
        "time",
        "bank",
        "card",
        "booking",
        "check",
        "cheque",
        "original",
        "labels",
        "completed",
        "started",
        "fee",
        "of",
        "the",
        "and",
        "or",
        "ref",
        "post",
        "text",
        "payment",
        "method",
        "title",
        "day",
        "month",
        "when",
        "comment",
        "purpose",
        "to",
        "from",
    ]
)


def is_foreign(header: Iterable[str]) -> bool:
    """Tell whether a header is in another language than English."""
    spoken = [word for name in header for word in words.plain(name).split() if not word.isdigit()]
    known = sum(word in _ENGLISH or word in _CODES for word in spoken)
    return bool(spoken) and 2 * known < len(spoken)
