"""Files in the layouts of banks in the Nordic countries and the Low Countries, by detection alone."""

import pytest

from tests.layouts import Layout, faults

LAYOUTS = [
    Layout(
        "swedbank",
        """
* Transaktioner Period 2025-01-01 – 2025-01-31 Skapad 2025-02-01 10:00 CET
Radnummer,Clearingnummer,Kontonummer,Produkt,Valuta,Bokföringsdag,Transaktionsdag,Valutadag,Referens,Beskrivning,Belopp,Bokfört saldo
1,8000,1234567,Privatkonto,SEK,2025-01-31,2025-01-31,2025-01-31,AUTOGIRO,Elbolaget Fjärden,-83.20,2512.50
2,8000,1234567,Privatkonto,SEK,2025-01-30,2025-01-30,2025-01-30,LÖN,Väveriet Väst,2500.00,2595.70
3,8000,1234567,Privatkonto,SEK,2025-01-03,2025-01-02,2025-01-03,KORTKÖP,Bageri Zoe,-4.30,95.70
""",
        """
2025-01-31 -83.20 Elbolaget Fjärden|SEK
2025-01-30 2500.00 Väveriet Väst
2025-01-03 -4.30 Bageri Zoe
""",
        "cp1252",
    ),
    Layout(
        "seb",
        """
Bokföringsdatum;Valutadatum;Verifikationsnummer;Text;Belopp;Saldo
2025-01-31;2025-01-31;5484160;ELBOLAGET FJÄRDEN;-83,20;2512,50
2025-01-30;2025-01-30;5484161;LÖN VÄVERIET;2500,00;2595,70
2025-01-03;2025-01-03;5484162;BAGERI ZOE;-4,30;95,70
""",
        """
2025-01-31 -83.20 ELBOLAGET FJÄRDEN
2025-01-30 2500.00 VÄVERIET
2025-01-03 -4.30 BAGERI ZOE
""",
    ),
    Layout(
        "dnb",
        """
"Dato";"Forklaring";"Rentedato";"Ut fra konto";"Inn på konto"
"03.01.2025";"Varekjøp Bakeri Zoe";"03.01.2025";"4,30";""
"30.01.2025";"Lønn Veveriet";"30.01.2025";"";"2 500,00"
"31.01.2025";"Nettgiro Strømselskapet";"31.01.2025";"83,20";""
""",
        """
2025-01-03 -4.30 Bakeri Zoe
2025-01-30 2500.00 Veveriet
2025-01-31 -83.20 Strømselskapet
""",
        "cp1252",
    ),
    Layout(
        "sparebank 1",
        """
Dato;Beskrivelse;Rentedato;Inn;Ut;Til konto;Fra konto
31.01.2025;Strømselskapet;31.01.2025;;-83,20;1234;5678
30.01.2025;Lønn Veveriet;30.01.2025;2500,00;;5678;
03.01.2025;Bakeri Zoe;03.01.2025;;-4,30;;5678
""",
        """
2025-01-31 -83.20 Strømselskapet
2025-01-30 2500.00 Veveriet
2025-01-03 -4.30 Bakeri Zoe
""",
    ),
    Layout(
        "danske bank",
        """
"Dato";"Tekst";"Beløb";"Saldo";"Status";"Afstemt"
"03.01.2025";"Bageri Zoe";"-4,30";"95,70";"Udført";"Nej"
"30.01.2025";"Løn Væveriet";"2.500,00";"2.595,70";"Udført";"Nej"
"31.01.2025";"Elselskabet";"-83,20";"2.512,50";"Udført";"Nej"
"05.02.2025";"Husleje";"-900,00";"";"Venter";"Nej"
""",
        """
2025-01-03 -4.30 Bageri Zoe
2025-01-30 2500.00 Væveriet
2025-01-31 -83.20 Elselskabet
""",
        "cp1252",
    ),
    Layout(
        "op, finland",
        """
"Kirjauspäivä";"Arvopäivä";"Määrä EUROA";"Laji";"Selitys";"Saaja/Maksaja";"Saajan tilinumero ja pankin BIC";"Viite";"Viesti";"Arkistointitunnus"
"2025-01-03";"2025-01-03";-4,30;"162";"PKORTTIMAKSU";"LEIPOMO ZOE";"";"ref=";"Viesti: OSTOPVM 250102";"20250103/5UTH01/000001"
"2025-01-30";"2025-01-30";2500,00;"588";"PALKKA";"KUTOMO LÄNSI";"";"ref=";"";"20250130/5UTH01/000002"
"2025-01-31";"2025-01-31";-83,20;"106";"TILISIIRTO";"SÄHKÖYHTIÖ";"FI00";"ref=1";"";"20250131/5UTH01/000003"
""",
        """
2025-01-03 -4.30 LEIPOMO ZOE
2025-01-30 2500.00 KUTOMO LÄNSI
2025-01-31 -83.20 SÄHKÖYHTIÖ
""",
        "iso8859_15",
    ),
    Layout(
        "abn amro, tabs without a header",
        """
123456789\tEUR\t20250103\t100,00\t95,70\t20250103\t-4,30\tBEA   NR:XX 02.01.25 BAKKERIJ ZOE
123456789\tEUR\t20250130\t95,70\t2595,70\t20250130\t2500,00\tSEPA Overboeking WEVERIJ WEST
123456789\tEUR\t20250131\t2595,70\t2512,50\t20250131\t-83,20\tSEPA Incasso ENERGIE DUIN
""",
        """
2025-01-03 -4.30 BAKKERIJ ZOE|EUR
2025-01-30 2500.00 WEVERIJ WEST
2025-01-31 -83.20 ENERGIE DUIN
""",
    ),
    Layout(
        "asn, without a header",
        """
03-01-2025,NL01ASNB0000000001,NL99,Bakkerij Zoe,,,,EUR,100.00,EUR,-4.30,03-01-2025,02-01-2025,8810,BEA,1,,'Bakkerij Zoe pas 1',1
30-01-2025,NL01ASNB0000000001,NL98,Weverij West,,,,EUR,95.70,EUR,2500.00,30-01-2025,30-01-2025,8811,OVB,2,,'Salaris',1
31-01-2025,NL01ASNB0000000001,NL97,Energie Duin,,,,EUR,2595.70,EUR,-83.20,31-01-2025,31-01-2025,8812,INC,3,,'Termijn',1
""",
        """
2025-01-03 -4.30 Bakkerij Zoe|EUR
2025-01-30 2500.00 Weverij West
2025-01-31 -83.20 Energie Duin
""",
    ),
    Layout(
        "kbc",
        """
Rekeningnummer;Rubrieknaam;Naam;Munt;Afschriftnummer;Datum;Omschrijving;Valuta;Bedrag;Saldo;credit;debet;rekeningnummer tegenpartij;BIC tegenpartij;Naam tegenpartij;Adres tegenpartij;gestructureerde mededeling;Vrije mededeling
BE01 0000;;MUSTER;EUR;2025001;03/01/2025;BETALING BAKKERIJ ZOE;03/01/2025;-4,30;95,70;;-4,30;;;;;;
BE01 0000;;MUSTER;EUR;2025001;30/01/2025;OVERSCHRIJVING;30/01/2025;2500,00;2595,70;2500,00;;BE9;KRED;Weverij West;;;LOON
BE01 0000;;MUSTER;EUR;2025001;31/01/2025;DOMICILIERING;31/01/2025;-83,20;2512,50;;-83,20;BE8;KRED;Energie Duin;;;
""",
        """
2025-01-03 -4.30 BAKKERIJ ZOE|EUR
2025-01-30 2500.00 Weverij West
2025-01-31 -83.20 Energie Duin
""",
    ),
    Layout(
        "argenta and belfius",
        """
Boekingsdatum vanaf;01/01/2025
Boekingsdatum tot en met;31/01/2025
Laatste saldo;2512,50 EUR

Rekening;Boekingsdatum;Rekeninguittrekselnummer;Transactienummer;Rekening tegenpartij;Naam tegenpartij bevat;Straat en nummer;Postcode en plaats;Transactie;Valutadatum;Bedrag;Devies;BIC;Landcode;Mededelingen
BE01 0000;31/01/2025;00001;1;BE8;Energie Duin;;;DOMICILIERING;31/01/2025;-83,20;EUR;K;BE;
BE01 0000;30/01/2025;00001;2;BE9;Weverij West;;;OVERSCHRIJVING;30/01/2025;2.500,00;EUR;K;BE;LOON
BE01 0000;03/01/2025;00001;3;;;;;BETALING BAKKERIJ ZOE;03/01/2025;-4,30;EUR;;;
""",
        """
2025-01-31 -83.20 Energie Duin|EUR
2025-01-30 2500.00 Weverij West
2025-01-03 -4.30 BAKKERIJ ZOE
""",
    ),
]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_layout_is_understood_by_itself(layout: Layout) -> None:
    assert faults(layout) == []
