"""Files in the layouts of banks in Germany, Austria and Switzerland, read by detection alone."""

import pytest

from tests.layouts import Layout, faults

LAYOUTS = [
    Layout(
        "dkb, old",
        """
"Kontonummer:";"DE00120300000000000000 / Girokonto";

"Von:";"01.01.2025";
"Bis:";"31.01.2025";
"Kontostand vom 31.01.2025:";"1.234,56 EUR";

"Buchungstag";"Wertstellung";"Buchungstext";"Auftraggeber / Begünstigter";"Verwendungszweck";"Kontonummer";"BLZ";"Betrag (EUR)";"Gläubiger-ID";"Mandatsreferenz";"Kundenreferenz";
"31.01.2025";"31.01.2025";"Lastschrift";"Stadtwerke Grünau";"Abschlag Strom";"DE00";"";"-83,20";"";"";"";
"30.01.2025";"30.01.2025";"Lohn, Gehalt, Rente";"Weberei Ost GmbH";"Lohn 01/25";"DE00";"";"2.500,00";"";"";"";
"03.01.2025";"02.01.2025";"Kartenzahlung";"Bäcker Mohn";"VISA Debitkartenumsatz";"DE00";"";"-4,30";"";"";"";
""",
        """
2025-01-31 -83.20 Stadtwerke Grünau|Abschlag Strom|EUR
2025-01-30 2500.00 Weberei Ost
2025-01-03 -4.30 Bäcker Mohn
""",
        "cp1252",
    ),
    Layout(
        "dkb, new",
        """
"Girokonto";"DE00120300000000000000"
"Kontostand vom 31.01.2025:";"1.234,56 €"
""
"Buchungsdatum";"Wertstellung";"Status";"Zahlungspflichtige*r";"Zahlungsempfänger*in";"Verwendungszweck";"Umsatztyp";"IBAN";"Betrag (€)";"Gläubiger-ID";"Mandatsreferenz";"Kundenreferenz"
"02.02.25";"";"Vorgemerkt";"ISSUER";"Bäcker Mohn";"VISA";"Ausgang";"DE1";"-7,1";"";"";""
"31.01.25";"31.01.25";"Gebucht";"Erika Muster";"Stadtwerke Grünau";"Abschlag";"Ausgang";"DE1";"-83,20";"";"";""
"30.01.25";"30.01.25";"Gebucht";"Weberei Ost GmbH";"Erika Muster";"Lohn";"Eingang";"DE1";"2.500";"";"";""
"03.01.25";"02.01.25";"Gebucht";"Erika Muster";"Bäcker Mohn";"VISA";"Ausgang";"DE1";"-4,30";"";"";""
""",
        """
2025-01-31 -83.20 Stadtwerke Grünau
2025-01-30 2500.00 Weberei Ost
2025-01-03 -4.30 Bäcker Mohn
""",
    ),
    Layout(
        "comdirect",
        """
;
"Umsätze Girokonto";"Zeitraum: 30 Tage";
"Neuer Kontostand";"1.234,56 EUR";

"Buchungstag";"Wertstellung (Valuta)";"Vorgang";"Buchungstext";"Umsatz in EUR";
"offen";"--";"Kartenverfügung";"Buchungstext: Bäcker Mohn Ref. 1";"-4,30";
"31.01.2025";"31.01.2025";"Lastschrift / Belastung";" Auftraggeber: Stadtwerke Grünau Buchungstext: Abschlag Ref. 2";"-83,20";
"30.01.2025";"30.01.2025";"Übertrag / Überweisung";" Auftraggeber: Weberei Ost Buchungstext: Lohn Ref. 3";"2.500,00";

"Alter Kontostand";"-1.182,24 EUR";
""",
        """
2025-01-31 -83.20 Stadtwerke Grünau
2025-01-30 2500.00 Weberei Ost
""",
        "cp1252",
    ),
    Layout(
        "volksbank",
        """
Bezeichnung Auftragskonto;IBAN Auftragskonto;BIC Auftragskonto;Bankname Auftragskonto;Buchungstag;Valutadatum;Name Zahlungsbeteiligter;IBAN Zahlungsbeteiligter;BIC (SWIFT-Code) Zahlungsbeteiligter;Buchungstext;Verwendungszweck;Betrag;Waehrung;Saldo nach Buchung;Bemerkung;Gekennzeichneter Umsatz;Glaeubiger ID;Mandatsreferenz
Giro;DE001;GENO;VR;31.01.2025;31.01.2025;Stadtwerke Grünau;DE9;X;Basislastschrift;Abschlag;-83,20;EUR;2.416,80;;;;
Giro;DE001;GENO;VR;30.01.2025;30.01.2025;Weberei Ost;DE8;X;Gehalt;Lohn;2.500,00;EUR;2.500,00;;;;
Giro;DE001;GENO;VR;03.01.2025;02.01.2025;Bäcker Mohn;DE7;X;Kartenzahlung;;-4,30;EUR;0,00;;;;
""",
        """
2025-01-31 -83.20 Stadtwerke Grünau|EUR|DE001
2025-01-30 2500.00 Weberei Ost
2025-01-03 -4.30 Bäcker Mohn
""",
    ),
    Layout(
        "soll and haben letters",
        """
Buchungsdatum;Valuta;Text;Betrag;S/H;Währung
03.01.2025;03.01.2025;Bäcker Mohn;4,30;S;EUR
30.01.2025;30.01.2025;Lohn Weberei;2.500,00;H;EUR
31.01.2025;31.01.2025;Stadtwerke;83,20;S;EUR
""",
        """
2025-01-03 -4.30 Bäcker Mohn
2025-01-30 2500.00 Lohn Weberei
2025-01-31 -83.20 Stadtwerke
""",
    ),
    Layout(
        "deutsche bank, soll and haben columns",
        """
Umsätze - girokonto;;;Kundennummer: 100 1234567
01.01.2025 - 31.01.2025
Letzter Kontostand;;;;100,00;EUR

Buchungstag;Wert;Umsatzart;Begünstigter / Auftraggeber;Verwendungszweck;IBAN;BIC;Kundenreferenz;Mandatsreferenz;Gläubiger ID;Fremde Gebühren;Betrag;Abweichender Empfänger;Anzahl der Aufträge;Anzahl der Schecks;Soll;Haben;Währung
03.01.2025;03.01.2025;Kartenzahlung;Bäcker Mohn;Girocard;DE1;X;;;;;;;;;-4,30;;EUR
30.01.2025;30.01.2025;SEPA-Gehaltszahlung;Weberei Ost;Lohn;DE2;X;;;;;;;;;;2.500,00;EUR
31.01.2025;31.01.2025;SEPA-Lastschrift;Stadtwerke Grünau;Abschlag;DE3;X;;;;;;;;;-83,20;;EUR
Kontostand;31.01.2025;;;2.512,50;EUR
""",
        """
2025-01-03 -4.30 Bäcker Mohn
2025-01-30 2500.00 Weberei Ost
2025-01-31 -83.20 Stadtwerke Grünau
""",
        "cp1252",
    ),
    Layout(
        "n26",
        """
"Booking Date","Value Date","Partner Name","Partner Iban",Type,"Payment Reference","Account Name","Amount (EUR)","Original Amount","Original Currency","Exchange Rate"
2025-01-03,2025-01-02,"Bäcker Mohn",,Presentment,,"Main Account",-4.30,4.30,EUR,1
2025-01-07,2025-01-07,"Harbour Inn",,Presentment,,"Main Account",-10.00,12.50,USD,0.8
2025-01-30,2025-01-30,"Weberei Ost",DE89,"Credit Transfer",Lohn,"Main Account",2500.00,,,
""",
        """
2025-01-03 -4.30 Bäcker Mohn|EUR
2025-01-07 -10.00 Harbour Inn
2025-01-30 2500.00 Weberei Ost
""",
    ),
    Layout(
        "postfinance",
        """
Datum von:;="2025-01-01"
Datum bis:;="2025-01-31"
Buchungsart:;="Alle Buchungen"
Konto:;="CH0009000000800000000"
Währung:;="CHF"

Datum;Bewegungstyp;Avisierungstext;Gutschrift in CHF;Lastschrift in CHF;Label;Kategorie
31.01.2025;"Buchung";"Kauf/Dienstleistung Bäcker Mohn";;-4.30;;Lebensmittel
30.01.2025;"Gutschrift";"Lohn Weberei Ost";2500;;;Einkommen
13.01.2025;"Buchung";"TWINT Kiosk";;-12.5;;Lebensmittel

Disclaimer:
Dieser Inhalt ist nicht verbindlich.
""",
        """
2025-01-31 -4.30 Bäcker Mohn|CHF
2025-01-30 2500.00 Lohn Weberei
2025-01-13 -12.50 Kiosk
""",
    ),
    Layout(
        "zkb",
        """
"Datum";"Buchungstext";"Whg";"Betrag Detail";"ZKB-Referenz";"Referenznummer";"Belastung CHF";"Gutschrift CHF";"Valuta";"Saldo CHF"
"31.01.2025";"Einkauf Bäcker Mohn";"";"";"L1";"";"4.30";"";"31.01.2025";"2495.70"
"30.01.2025";"Gutschrift Weberei Ost";"";"";"Z2";"";"";"2500.00";"30.01.2025";"2500.00"
"13.01.2025";"Einkauf Kiosk";"";"";"L3";"";"12.50";"";"13.01.2025";"0.00"
""",
        """
2025-01-31 -4.30 Bäcker Mohn
2025-01-30 2500.00 Weberei Ost
2025-01-13 -12.50 Kiosk
""",
    ),
    Layout(
        "easybank, without a header",
        """
AT000000000000001234;Bezahlung Karte Bäcker Mohn;03.01.2025;02.01.2025;-4,30;EUR
AT000000000000001234;Gehalt Weberei Ost;30.01.2025;30.01.2025;+2.500,00;EUR
AT000000000000001234;Lastschrift Stadtwerke;31.01.2025;31.01.2025;-83,20;EUR
""",
        """
2025-01-03 -4.30 Bäcker Mohn|EUR
2025-01-30 2500.00 Weberei Ost
2025-01-31 -83.20 Stadtwerke
""",
        "cp1252",
    ),
    Layout(
        "george",
        """
Buchungsdatum,Partnername,Partner IBAN,Partner Account Number,Betrag,Währung,Buchungs-Details,Buchungsreferenz,Notiz,Kategorien
03.01.2025,Bäcker Mohn,,,"-4,30",EUR,Karte,2001,,Essen
30.01.2025,Weberei Ost,AT1,,"2.500,00",EUR,Lohn,2002,,Einkommen
31.01.2025,Stadtwerke,AT2,,"-83,20",EUR,Abschlag,2003,,Wohnen
""",
        """
2025-01-03 -4.30 Bäcker Mohn
2025-01-30 2500.00 Weberei Ost
2025-01-31 -83.20 Stadtwerke
""",
        "utf-16",
    ),
    Layout(
        "amex, germany: a card without signs",
        """
Datum,Beschreibung,Karteninhaber,Konto #,Betrag
03/01/2025,BÄCKER MOHN RESTAURANT,E MUSTER,-11001,"4,30"
14/01/2025,ZAHLUNG ERHALTEN. BESTEN DANK.,E MUSTER,-11001,"-120,00"
31/01/2025,HOTEL AM SEE,E MUSTER,-11001,"183,20"
""",
        """
2025-01-03 -4.30 BÄCKER MOHN
2025-01-14 120.00 ZAHLUNG ERHALTEN
2025-01-31 -183.20 HOTEL AM SEE
""",
    ),
]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_layout_is_understood_by_itself(layout: Layout) -> None:
    assert faults(layout) == []
