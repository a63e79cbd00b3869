"""Whole statements of still other banks, written down after all was made, by detection alone."""

import pytest

from tests.simulated import SPACE, Bank, differences

BANKS = [
    Bank(
        "ca scotiabank",
        "Filter,Date,Description,Sub-description,Type of Transaction,Amount,Balance\n",
        '"","{d}","{p}","{t}","{word}","{a}","{b}"',
        days="%Y-%m-%d",
        words=("Credit", "Debit"),
        newest_first=True,
    ),
    Bank(
        "ca wealthsimple",
        "date,transaction,description,amount,balance,currency\n",
        '"{d}","SPEND","{p}","{a}","{b}","CAD"',
        days="%Y-%m-%d",
    ),
    Bank(
        "gb santander txt",
        "From: 01/11/2024 to 01/03/2025\nAccount: XXXX XXXX XXXX 1234\nDate\tDescription\tAmount\tBalance\n",
        "{d}\t{p} {t}\t{a}\t{b}",
        days="%d/%m/%Y",
        newest_first=True,
    ),
    Bank(
        "gb nationwide",
        '"Account Name:","FlexAccount ****12345"\n"Account Balance:","£1000.00"\n"Available Balance: ","£1000.00"\n\n"Date","Transaction type","Description","Paid out","Paid in","Balance"\n',
        '"{d}","Visa purchase","{p}","{o}","{i}","£{b}"',
        days="%d %b %Y",
        encoding="cp1252",
        newest_first=True,
    ),
    Bank(
        "gb tsb",
        "Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,Debit Amount,Credit Amount,Balance,\n",
        "{d},DEB,'77-00-00,12345678,{p},{o},{i},{b},",
        days="%d/%m/%Y",
        newest_first=True,
    ),
    Bank(
        "gb virgin card",
        "Transaction Date,Posting Date,Billing Amount,Merchant,Merchant City,Merchant State,Merchant Zip,Reference Number,Debit/Credit Flag,SICMCC Code,Status,Transaction Currency\n",
        "{d},{v},{u},{p},LONDON,,,{n},{word},5411,APPROVED,GBP",
        days="%Y-%m-%d",
        words=("C", "D"),
        newest_first=True,
    ),
    Bank(
        "de 1822",
        "Kontonummer;Datum/Zeit;Buchungstag;Wertstellung;Soll/Haben;Buchungsschlüssel;Buchungsart;Empfänger/Auftraggeber Name;Empfänger/Auftraggeber IBAN;Empfänger/Auftraggeber BIC;Glaeubiger-ID;Mandatsreferenz;Mandatsdatum;Vwz.0;Vwz.1;Vwz.2\n",
        "123;{d} 10:00:00;{d};{v};{a};005;LASTSCHRIFT;{p};DE9;X;;;;{t};;",
        decimal=",",
        thousands=".",
        encoding="cp1252",
    ),
    Bank(
        "de hypovereinsbank",
        "Kontonummer;Buchungsdatum;Valuta;Empfaenger 1;Empfaenger 2;Verwendungszweck;Betrag;Waehrung\n",
        "123;{d};{v};{p};;{t};{a};EUR",
        decimal=",",
        thousands=".",
        encoding="utf-16",
    ),
    Bank(
        "de norisbank",
        "Umsätze der letzten 90 Tage;;;\nBuchungstag;Wert;Vorgang / Verwendungszweck;Beguenstigter / Auftraggeber;Betrag;Währung\n",
        "{d};{v};{t};{p};{a};EUR",
        decimal=",",
        thousands=".",
        encoding="cp1252",
    ),
    Bank(
        "fr boursobank old",
        "Date;Date valeur;Libellé;Montant;Solde\n",
        "{d};{v};CARTE {p};{a} €;{b} €",
        days="%d/%m/%Y",
        decimal=",",
        thousands=SPACE,
    ),
    Bank(
        "fr caisse d'epargne",
        "Code de la banque : 11315;Code de l'agence : 00001;Date de début de téléchargement : 01/11/2024;Date de fin de téléchargement : 01/03/2025;\nNuméro de compte : 12345678901;Nom du compte : COMPTE CHEQUE;Devise : EUR;\n\nSolde en fin de période;;;;1000,00\nDate;Numéro d'opération;Libellé;Débit;Crédit;Détail;\n",
        "{d};{n};{p};{no};{i};{t};",
        days="%d/%m/%y",
        decimal=",",
        encoding="cp1252",
        newest_first=True,
        foot="Solde en début de période;;;;1843,27;\n",
    ),
    Bank(
        "it poste",
        "Data Contabile;Data Valuta;Addebiti (euro);Accrediti (euro);Descrizione operazioni\n",
        "{d};{v};{o};{i};{p} {t}",
        days="%d/%m/%y",
        decimal=",",
        thousands=".",
    ),
    Bank(
        "es ing",
        "F. VALOR;CATEGORÍA;SUBCATEGORÍA;DESCRIPCIÓN;COMENTARIO;IMAGEN;IMPORTE (€);SALDO (€)\n",
        "{d};Compras;Otros;Pago en {p};;No;{a};{b}",
        days="%d/%m/%Y",
        decimal=",",
        newest_first=True,
    ),
    Bank(
        "pl millennium",
        '"Numer rachunku/karty","Data transakcji","Data rozliczenia","Rodzaj transakcji","Na konto/Z konta","Odbiorca/Zleceniodawca","Opis","Obciążenia","Uznania","Saldo","Waluta"\n',
        '"PL00","{d}","{v}","TRANSAKCJA KARTĄ","","","{p}","{no}","{i}","{b}","PLN"',
        days="%Y-%m-%d",
        newest_first=True,
    ),
    Bank("us wells card", "", '"{d}","{a}","*","","{p}"', days="%m/%d/%Y", newest_first=True),
    Bank(
        "us pnc",
        "Date,Description,Withdrawals,Deposits,Category,Balance\n",
        '{d},"{p}","{o}","{i}",Shops,"{b}"',
        days="%m/%d/%Y",
        thousands=",",
        newest_first=True,
    ),
    Bank(
        "us us bank",
        '"Date","Transaction","Name","Memo","Amount"\n',
        '"{d}","{word}","{p}","{t}","{a}"',
        days="%Y-%m-%d",
        words=("CREDIT", "DEBIT"),
    ),
    Bank(
        "us venmo like",
        "Account Statement - (@muster) ,,,,,\nAccount Activity,,,,,\n,ID,Datetime,Type,Status,Note,From,To,Amount (total),Amount (tip),Amount (tax),Amount (fee)\n",
        ",{n}123,{d}T10:00:00,Payment,Complete,{p},Muster,X,{plus},,0,",
        days="%Y-%m-%d",
    ),
    Bank(
        "jp smbc",
        "年月日,お引出し,お預入れ,お取り扱い内容,残高,メモ,ラベル\n",
        '{d},{o},{i},"{p}",{b},"",',
        days="%Y/%m/%d",
        encoding="cp932",
    ),
    Bank(
        "kr shinhan",
        "거래일자,거래시간,적요,출금(원),입금(원),내용,잔액(원),거래점\n",
        '{d},10:00:00,체크,"{o0}","{i0}","{p}","{b}",본점',
        days="%Y-%m-%d",
        thousands=",",
        encoding="cp949",
        newest_first=True,
    ),
    Bank(
        "ru alfa",
        "Тип счёта;Номер счета;Валюта;Дата операции;Референс проводки;Описание операции;Приход;Расход;\n",
        "Текущий;40817;RUR;{d};{id};{p};{i0};{o0};",
        days="%d.%m.%y",
        decimal=",",
        encoding="cp1251",
        newest_first=True,
    ),
]


@pytest.mark.parametrize("bank", BANKS, ids=lambda bank: bank.name)
def test_a_whole_statement_is_understood_by_itself(bank: Bank) -> None:
    assert differences(bank) == []
