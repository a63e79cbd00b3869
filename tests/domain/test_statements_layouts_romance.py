"""Files in the layouts of banks in France, Spain, Italy, Portugal and Latin America, by detection alone."""

import pytest

from tests.layouts import Layout, faults

LAYOUTS = [
    Layout(
        "bnp",
        """
Compte de chèques;****1234;31/01/2025;;1 234,56
03/01/2025;FACTURE CARTE;CARTE BOULANGERIE ZOE;;-4,30
30/01/2025;VIR RECU;VIREMENT TISSAGE DE L OUEST;;2 500,00
31/01/2025;PRLV;PRELEVEMENT TELECOM LUMIERE;;-83,20
""",
        """
2025-01-03 -4.30 BOULANGERIE ZOE
2025-01-30 2500.00 TISSAGE DE L OUEST
2025-01-31 -83.20 TELECOM LUMIERE
""",
        "cp1252",
    ),
    Layout(
        "cic and credit mutuel",
        """
Date;Date de valeur;Débit;Crédit;Libellé;Solde
03/01/2025;02/01/2025;-4,30;;PAIEMENT CB BOULANGERIE ZOE;95,70
30/01/2025;30/01/2025;;2500,00;VIR TISSAGE DE L OUEST;2595,70
31/01/2025;31/01/2025;-83,20;;PRLV TELECOM LUMIERE;2512,50
""",
        """
2025-01-03 -4.30 BOULANGERIE ZOE
2025-01-30 2500.00 TISSAGE DE L OUEST
2025-01-31 -83.20 TELECOM LUMIERE
""",
        "cp1252",
    ),
    Layout(
        "credit agricole",
        """
Téléchargement du 31/01/2025;

M. MUSTER;
Compte de Dépôt carte n° 12345678901;
Solde au 31/01/2025 2 512,50 €;

Liste des opérations du compte entre le 01/01/2025 et le 31/01/2025;

Date;Libellé;Débit euros;Crédit euros;
31/01/2025;"PRELEVEMENT
TELECOM LUMIERE         ";83,20;;
30/01/2025;"VIREMENT EN VOTRE FAVEUR
TISSAGE DE L OUEST ";;2 500,00;
03/01/2025;"PAIEMENT PAR CARTE
BOULANGERIE ZOE 02/01 ";4,30;;
""",
        """
2025-01-31 -83.20 TELECOM LUMIERE
2025-01-30 2500.00 TISSAGE DE L OUEST
2025-01-03 -4.30 BOULANGERIE ZOE
""",
        "iso8859_15",
    ),
    Layout(
        "banque postale",
        """
Numéro Compte   ;1234567A020
Type            ;CCP
Compte tenu en  ;euros
Date            ;31/01/2025
Solde (EUROS)   ;2512,50
Solde (FRANCS)  ;16480,92

Date;Libellé;Montant(EUROS);Montant(FRANCS)
31/01/2025;"PRELEVEMENT DE TELECOM LUMIERE";-83,20;-545,76
30/01/2025;"VIREMENT DE TISSAGE DE L OUEST";2500,00;16398,93
03/01/2025;"ACHAT CB BOULANGERIE ZOE";-4,30;-28,21
""",
        """
2025-01-31 -83.20 TELECOM LUMIERE|EUR
2025-01-30 2500.00 TISSAGE DE L OUEST
2025-01-03 -4.30 BOULANGERIE ZOE
""",
        "cp1252",
    ),
    Layout(
        "bbva",
        """
F.Valor;Fecha;Concepto;Movimiento;Importe;Divisa;Disponible;Divisa;Observaciones
31/01/2025;31/01/2025;Adeudo;Recibo Telefonía Luz;-83,20;EUR;2.512,50;EUR;REF 1
30/01/2025;30/01/2025;Abono de nómina;Tejidos del Oeste;2.500,00;EUR;2.595,70;EUR;
02/01/2025;03/01/2025;Pago con tarjeta;Panadería Zoe;-4,30;EUR;95,70;EUR;TARJETA
""",
        """
2025-01-31 -83.20 Telefonía Luz
2025-01-30 2500.00 Tejidos del Oeste
2025-01-03 -4.30 Panadería Zoe
""",
    ),
    Layout(
        "santander, spain",
        """
Cuenta:;ES00 0049 0000 0000 0000 0000
Saldo:;2.512,50 EUR
Fecha Operación;Fecha Valor;Concepto;Importe;Saldo;Divisa
31/01/2025;31/01/2025;RECIBO TELEFONIA LUZ;-83,20;2.512,50;EUR
30/01/2025;30/01/2025;NOMINA TEJIDOS;2.500,00;2.595,70;EUR
03/01/2025;02/01/2025;COMPRA PANADERIA ZOE;-4,30;95,70;EUR
""",
        """
2025-01-31 -83.20 TELEFONIA LUZ|ES00 0049
2025-01-30 2500.00 TEJIDOS
2025-01-03 -4.30 PANADERIA ZOE
""",
    ),
    Layout(
        "intesa",
        """
Data contabile;Data valuta;Descrizione;Accrediti;Addebiti;Descrizione estesa;Mezzo
31.01.2025;31.01.2025;Addebito Diretto;;-83,20;TELEFONIA LUCE SDD;Conto
30.01.2025;30.01.2025;Bonifico;2.500,00;;COD. DISP. TESSITURA OVEST;Conto
03.01.2025;02.01.2025;Pagamento Pos;;-4,30;PANETTERIA ZOE;Carta
""",
        """
2025-01-31 -83.20 TELEFONIA LUCE
2025-01-30 2500.00 TESSITURA OVEST
2025-01-03 -4.30 PANETTERIA ZOE
""",
    ),
    Layout(
        "unicredit",
        """
Data Registrazione;Data valuta;Descrizione;Importo (EUR)
31.01.2025;31.01.2025;ADDEBITO SEPA TELEFONIA LUCE;-83,2
30.01.2025;30.01.2025;ACCREDITO TESSITURA OVEST;2500
03.01.2025;02.01.2025;PAGAMENTO PANETTERIA ZOE;-4,3
""",
        """
2025-01-31 -83.20 TELEFONIA LUCE|EUR
2025-01-30 2500.00 TESSITURA OVEST
2025-01-03 -4.30 PANETTERIA ZOE
""",
    ),
    Layout(
        "banco do brasil, with balance lines",
        """
"Data","Dependencia Origem","Histórico","Data do Balancete","Número do documento","Valor",
"31/12/2024","","Saldo Anterior","","0","100.00",
"03/01/2025","1234-5","Compra com Cartão - PADARIA ZOE","","123456","-4.30",
"30/01/2025","0000-0","Transferência recebida TECELAGEM","","654321","2500.00",
"31/01/2025","","S A L D O","","0","2595.70",
""",
        """
2025-01-03 -4.30 PADARIA ZOE
2025-01-30 2500.00 TECELAGEM
""",
        "cp1252",
    ),
    Layout(
        "nubank card: bought without a sign",
        """
date,title,amount
2025-01-03,Padaria Zoe compra,4.30
2025-01-10,Pagamento recebido,-120.00
2025-01-11,Farmacia compra,14.30
2025-01-31,Seguro Auto,83.20
""",
        """
2025-01-03 -4.30 Padaria Zoe
2025-01-10 120.00 Pagamento recebido
2025-01-11 -14.30 Farmacia
2025-01-31 -83.20 Seguro Auto
""",
    ),
    Layout(
        "itau",
        """
03/01/2025;COMPRA PADARIA ZOE;-4,30
30/01/2025;TED TECELAGEM OESTE;2500,00
31/01/2025;DEBITO TELEFONIA;-83,20
""",
        """
2025-01-03 -4.30 PADARIA ZOE
2025-01-30 2500.00 TECELAGEM OESTE
2025-01-31 -83.20 TELEFONIA
""",
    ),
    Layout(
        "caixa, portugal",
        """
Consultar saldos e movimentos à ordem - 31-01-2025
Conta ;0000000000000 - EUR - Conta Extracto

Data mov. ;Data valor ;Descrição ;Débito ;Crédito ;Saldo contabilístico ;Saldo disponível ;Categoria ;
31-01-2025;31-01-2025;DEBITO DIRETO TELEFONIA;83,20;;2.512,50;2.512,50;Diversos ;
30-01-2025;30-01-2025;TRF TECELAGEM;;2.500,00;2.595,70;2.595,70;Salário ;
03-01-2025;02-01-2025;COMPRA PADARIA ZOE;4,30;;95,70;95,70;Compras ;
 ; ; ; ; ;Saldo contabilístico ;2.512,50 EUR ; ;
""",
        """
2025-01-31 -83.20 TELEFONIA|EUR
2025-01-30 2500.00 TECELAGEM
2025-01-03 -4.30 PADARIA ZOE
""",
        "cp1252",
    ),
]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_layout_is_understood_by_itself(layout: Layout) -> None:
    assert faults(layout) == []
