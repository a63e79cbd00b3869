"""Files in the layouts of banks in central and eastern Europe and Turkey, by detection alone."""

import pytest

from tests.layouts import Layout, faults

LAYOUTS = [
    Layout(
        "pko bp",
        """
"Data operacji","Data waluty","Typ transakcji","Kwota","Waluta","Saldo po transakcji","Opis transakcji","","","",""
"2025-01-31","2025-01-31","Zlecenie stałe","-83.20","PLN","+2512.50","Rachunek odbiorcy: 00 1020","Nazwa odbiorcy: Elektrownia Żółta","Tytuł: Prąd","",""
"2025-01-30","2025-01-30","Przelew na rachunek","+2500.00","PLN","+2595.70","Rachunek nadawcy: 11 1140","Nazwa nadawcy: Tkalnia Łąkowa","Tytuł: wynagrodzenie","",""
"2025-01-03","2025-01-02","Płatność kartą","-4.30","PLN","+95.70","Tytuł: 000483","Lokalizacja: Miasto: Łódź Adres: Piekarnia Zoe","Data i czas operacji: 2025-01-02","Numer karty: 4256",""
""",
        """
2025-01-31 -83.20 Elektrownia Żółta|PLN
2025-01-30 2500.00 Tkalnia Łąkowa
2025-01-03 -4.30 Piekarnia Zoe
""",
        "cp1250",
    ),
    Layout(
        "ing, poland",
        """
"Lista transakcji"
"Data wygenerowania:";"2025-02-01"
"Wybrane rachunki:"
"KONTO Direct (PLN)";;"00 1050 0000 0000 0000 0000 0001"

"Data transakcji";"Data księgowania";"Dane kontrahenta";"Tytuł";"Nr rachunku";"Nazwa banku";"Szczegóły";"Nr transakcji";"Kwota transakcji (waluta rachunku)";"Waluta";"Kwota blokady/zwolnienie blokady";"Waluta";"Kwota płatności w walucie";"Waluta";"Konto";"Saldo po transakcji";"Waluta"
2025-02-01;;" Piekarnia Zoe ";" Płatność kartą ";'';;;'20250201';;;-7,10;PLN;;;"KONTO Direct";;
2025-01-31;2025-01-31;" Elektrownia Żółta ";" Prąd ";'00';;"PRZELEW ";'2025031';-83,20;PLN;;;;;"KONTO Direct";2512,50;PLN
2025-01-30;2025-01-30;" Tkalnia Łąkowa ";" Pensja ";'11';;"PRZELEW ";'2025030';2500,00;PLN;;;;;"KONTO Direct";2595,70;PLN
2025-01-02;2025-01-03;" Piekarnia Zoe ";" Płatność kartą ";'';;"TR.KART ";'2025003';-4,30;PLN;;;;;"KONTO Direct";95,70;PLN

"Dokument ma charakter informacyjny, nie stanowi dowodu księgowego";;;;;;
""",
        """
2025-01-31 -83.20 Elektrownia Żółta|PLN
2025-01-30 2500.00 Tkalnia Łąkowa
2025-01-02 -4.30 Piekarnia Zoe
""",
        "cp1250",
    ),
    Layout(
        "fio",
        """
"accountId";"1234567890"
"bankId";"2010"
"currency";"CZK"
"iban";"CZ0020100000001234567890"
"openingBalance";"100,00"
"closingBalance";"2512,50"
"dateStart";"01.01.2025"
"dateEnd";"31.01.2025"

"ID operace";"Datum";"Objem";"Měna";"Protiúčet";"Název protiúčtu";"Kód banky";"Název banky";"KS";"VS";"SS";"Poznámka";"Zpráva pro příjemce";"Typ";"Provedl"
"26000000001";"03.01.2025";"-4,30";"CZK";"";"";"";"";"";"1234";"";"Nákup: Pekařství Zoe, dne 2.1.2025";"";"Platba kartou";"Muster"
"26000000002";"30.01.2025";"2500,00";"CZK";"123";"Tkalcovna Šťastná";"0100";"KB";"";"";"";"Tkalcovna Šťastná";"Výplata";"Příjem převodem";""
"26000000003";"31.01.2025";"-83,20";"CZK";"456";"Elektrárna";"0800";"CS";"";"";"";"Elektřina";"";"Platba převodem";"Muster"
""",
        """
2025-01-03 -4.30 Pekařství Zoe|CZK
2025-01-30 2500.00 Tkalcovna Šťastná
2025-01-31 -83.20 Elektrárna
""",
    ),
    Layout(
        "ceska sporitelna",
        """
Vlastní účet;Datum zaúčtování;Název protiúčtu;Protiúčet;Částka;Měna;Typ transakce;Popis transakce;Zpráva pro příjemce
123/0800;31.01.2025;Elektrárna;456/0100;-83,20;CZK;Inkaso;Elektřina;
123/0800;30.01.2025;Tkalcovna Šťastná;123/0100;2 500,00;CZK;Příchozí úhrada;;Výplata
123/0800;03.01.2025;;;-4,30;CZK;Platba kartou;Pekařství Zoe;
""",
        """
2025-01-31 -83.20 Elektrárna
2025-01-30 2500.00 Tkalcovna Šťastná
2025-01-03 -4.30 Pekařství Zoe
""",
        "cp1250",
    ),
    Layout(
        "otp, hungary",
        """
"11773000-00000000";"T";-4300;"HUF";20250103;20250102;95700;"";"";"VÁSÁRLÁS KÁRTYÁVAL Pékség Zoé";"";"";"";
"11773000-00000000";"J";2500000;"HUF";20250130;20250130;2595700;"1234";"Szövőde Kft";"MUNKABÉR";"";"";"";
"11773000-00000000";"T";-83200;"HUF";20250131;20250131;2512500;"5678";"Áramszolgáltató";"ÁRAM DÍJ";"";"";"";
""",
        """
2025-01-03 -4300.00 Pékség Zoé|HUF
2025-01-30 2500000.00 Szövőde Kft
2025-01-31 -83200.00 Áramszolgáltató
""",
        "cp1250",
    ),
    Layout(
        "sberbank",
        """
ДАТА ОПЕРАЦИИ;КАТЕГОРИЯ;ОПИСАНИЕ;СУММА;ВАЛЮТА;ОСТАТОК СРЕДСТВ
31.01.2025;Коммунальные платежи;Электростанция;-83,20;RUB;2 512,50
30.01.2025;Зачисления;Ткацкая фабрика Зарплата;+2 500,00;RUB;2 595,70
03.01.2025;Супермаркеты;Пекарня Зоя;-4,30;RUB;95,70
""",
        """
2025-01-31 -83.20 Электростанция|RUB
2025-01-30 2500.00 Ткацкая фабрика
2025-01-03 -4.30 Пекарня Зоя
""",
        "cp1251",
    ),
    Layout(
        "tinkoff",
        """
"Дата операции";"Дата платежа";"Номер карты";"Статус";"Сумма операции";"Валюта операции";"Сумма платежа";"Валюта платежа";"Кэшбэк";"Категория";"MCC";"Описание";"Бонусы (включая кэшбэк)";"Округление на инвесткопилку";"Сумма операции с округлением"
"31.01.2025 12:15:00";"31.01.2025";"*1234";"OK";"-83,20";"RUB";"-83,20";"RUB";"";"ЖКХ";"4900";"Электростанция";"0,00";"0,00";"83,20"
"30.01.2025 09:00:00";"30.01.2025";"";"OK";"2500,00";"RUB";"2500,00";"RUB";"";"Зарплата";"";"Ткацкая фабрика";"0,00";"0,00";"2500,00"
"12.01.2025 10:00:00";"";"*1234";"FAILED";"-99,00";"RUB";"-99,00";"RUB";"";"Кафе";"5812";"Кафе";"0,00";"0,00";"99,00"
"03.01.2025 19:40:21";"04.01.2025";"*1234";"OK";"-4,30";"RUB";"-4,30";"RUB";"1";"Супермаркеты";"5411";"Пекарня Зоя";"0,04";"0,00";"4,30"
""",
        """
2025-01-31 -83.20 Электростанция|RUB
2025-01-30 2500.00 Ткацкая фабрика
2025-01-03 -4.30 Пекарня Зоя
""",
        "cp1251",
    ),
    Layout(
        "russian income and spending columns",
        """
Дата проводки;Приход;Расход;Назначение платежа;Контрагент
03.01.2025;;4,30;Оплата товара;Пекарня Зоя
30.01.2025;2500,00;;Зарплата за январь;Ткацкая фабрика
31.01.2025;;83,20;Электроэнергия;Электростанция
""",
        """
2025-01-03 -4.30 Пекарня Зоя
2025-01-30 2500.00 Ткацкая фабрика
2025-01-31 -83.20 Электростанция
""",
        "koi8_r",
    ),
    Layout(
        "lhv and seb, baltic",
        """
"Kliendi konto","Dokumendi number","Kuupäev","Saaja/maksja konto","Saaja/maksja nimi","Saaja panga kood","Tühi","Deebet/Kreedit (D/C)","Summa","Viitenumber","Arhiveerimistunnus","Selgitus","Teenustasu","Valuuta","Isikukood või registrikood"
"EE001","1","2025-01-03","","Pagariäri Zoe","","","D","4.30","","A1","Kaart","0","EUR",""
"EE001","2","2025-01-30","EE9","Kuduja OÜ","","","C","2500.00","","A2","Palk","0","EUR",""
"EE001","3","2025-01-31","EE8","Elektrijaam","","","D","83.20","","A3","Arve","0","EUR",""
""",
        """
2025-01-03 -4.30 Pagariäri Zoe
2025-01-30 2500.00 Kuduja OÜ
2025-01-31 -83.20 Elektrijaam
""",
    ),
    Layout(
        "is bankasi",
        """
Tarih;Açıklama;Tutar;Bakiye
03/01/2025;Fırın Zoe alışveriş;-4,30 TL;95,70 TL
30/01/2025;MAAŞ Dokuma Batı;2.500,00 TL;2.595,70 TL
31/01/2025;Elektrik faturası;-83,20 TL;2.512,50 TL
""",
        """
2025-01-03 -4.30 Fırın Zoe
2025-01-30 2500.00 Dokuma Batı
2025-01-31 -83.20 Elektrik
""",
        "cp1254",
    ),
    Layout(
        "alpha bank",
        """
Α/Α;Ημ/νία;Αιτιολογία;Κατάστημα;Τοκισμός από;Αρ. συναλλαγής;Ποσό;Πρόσημο ποσού
1;3/1/2025;ΦΟΥΡΝΟΣ ΖΩΗ;0100;3/1/2025;1;4,30;Χ
2;30/1/2025;ΜΙΣΘΟΔΟΣΙΑ ΥΦΑΝΤΗΡΙΟ;0100;30/1/2025;2;2.500,00;Π
3;31/1/2025;ΗΛΕΚΤΡΙΣΜΟΣ;0100;31/1/2025;3;83,20;Χ
""",
        """
2025-01-03 -4.30 ΦΟΥΡΝΟΣ ΖΩΗ
2025-01-30 2500.00 ΥΦΑΝΤΗΡΙΟ
2025-01-31 -83.20 ΗΛΕΚΤΡΙΣΜΟΣ
""",
        "cp1253",
    ),
]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_layout_is_understood_by_itself(layout: Layout) -> None:
    assert faults(layout) == []
