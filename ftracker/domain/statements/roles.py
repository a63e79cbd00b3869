"""The words above columns that say whose side a cell is about, by role."""

from ftracker.domain.statements.words import vocabulary

SIDES = {
    "spent": vocabulary(
        """
    利用金額, ご利用金額, 支払金額, 支払総額, お支払金額, 이용금액, spent, amount spent,
    spent amount, purchase amount, charge amount, סכום חיוב, סכום עסקה, outflow, withdrawal,
    withdrawals, paid out, money out, debit, debit amount, expense, expenses, ausgaben, belastung,
    soll, depense, depenses, gasto, gastos, cargo, uscite, debito, wydatki, расход, 支出, 出金,
    出金額, 출금액
        """
    ),
    "sender": vocabulary(
        """
    zahlungspflichtige r, zahlungspflichtiger, payer, payer name, sender, sender name, avsandare,
    nadawca, from name, ordenante, source name, source account name, debtor, debtor name,
    lahettaja
        """
    ),
    "recipient": vocabulary(
        """
    zahlungsempfanger in, zahlungsempfanger, recipient, recipient name, payee name, mottagare,
    odbiorca, to name, beneficiary, beneficiary name, destination name, creditor, creditor name,
    destination account name, saaja
        """
    ),
    "source": vocabulary(
        "source name, source account name, from account, paid from, from account name"
    ),
    "destination": vocabulary(
        "destination name, destination account name, to account, paid to, to account name"
    ),
}
