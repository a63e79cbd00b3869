"""Files in the layouts of banks that write English, read by detection alone."""

import pytest

from tests.layouts import Layout, faults

LAYOUTS = [
    Layout(
        "chase card",
        """
Transaction Date,Post Date,Description,Category,Type,Amount,Memo
01/31/2025,02/02/2025,CITY POWER,Bills & Utilities,Sale,-83.20,
01/30/2025,01/30/2025,Payment Thank You - Web,,Payment,250.00,
01/03/2025,01/05/2025,BAKERY ZOE,Groceries,Sale,-4.30,
""",
        """
2025-01-31 -83.20 CITY POWER
2025-01-30 250.00 Payment Thank You
2025-01-03 -4.30 BAKERY ZOE
""",
    ),
    Layout(
        "capital one card",
        """
Transaction Date,Posted Date,Card No.,Description,Category,Debit,Credit
2025-01-31,2025-02-01,1234,CITY POWER,Utilities,83.20,
2025-01-30,2025-01-30,1234,CAPITAL ONE MOBILE PYMT,Payment/Credit,,250.00
2025-01-03,2025-01-04,1234,BAKERY ZOE,Dining,4.30,
""",
        """
2025-01-31 -83.20 CITY POWER
2025-01-30 250.00 MOBILE PYMT
2025-01-03 -4.30 BAKERY ZOE
""",
    ),
    Layout(
        "capital one 360, a word beside an unsigned amount",
        """
Account Number,Transaction Description,Transaction Date,Transaction Type,Transaction Amount,Balance
1234,Withdrawal from CITY POWER,01/31/25,Debit,83.2,2512.5
1234,Deposit from WEAVERS WEST,01/30/25,Credit,2500,2595.7
1234,Debit Card Purchase BAKERY ZOE,01/03/25,Debit,4.3,95.7
""",
        """
2025-01-31 -83.20 CITY POWER
2025-01-30 2500.00 WEAVERS WEST
2025-01-03 -4.30 BAKERY ZOE
""",
    ),
    Layout(
        "amex, united states",
        """
Date,Description,Card Member,Account #,Amount
01/31/2025,CITY POWER UTILITIES,J MUSTER,-11001,83.20
01/14/2025,AUTOPAY PAYMENT - THANK YOU,J MUSTER,-11001,-120.00
01/03/2025,BAKERY ZOE,J MUSTER,-11001,4.30
""",
        """
2025-01-31 -83.20 CITY POWER
2025-01-14 120.00 AUTOPAY
2025-01-03 -4.30 BAKERY ZOE
""",
    ),
    Layout(
        "bank of america, with a summary above",
        """
Description,,Summary Amt.
Beginning balance as of 01/01/2025,,"100.00"
Total credits,,"2,500.00"
Total debits,,"-87.50"
Ending balance as of 01/31/2025,,"2,512.50"

Date,Description,Amount,Running Bal.
01/01/2025,Beginning balance as of 01/01/2025,,"100.00"
01/03/2025,"BAKERY ZOE PURCHASE","-4.30","95.70"
01/30/2025,"WEAVERS WEST DES:PAYROLL","2,500.00","2,595.70"
01/31/2025,"CITY POWER","-83.20","2,512.50"
""",
        """
2025-01-03 -4.30 BAKERY ZOE
2025-01-30 2500.00 WEAVERS WEST
2025-01-31 -83.20 CITY POWER
""",
    ),
    Layout(
        "barclays",
        """
Number,Date,Account,Amount,Subcategory,Memo
 ,31/01/2025,20-00-00 12345678,-83.20,DIRECTDEB,CITY POWER           REF 1
 ,30/01/2025,20-00-00 12345678,2500.00,BGC,WEAVERS WEST     PAYROLL
 ,03/01/2025,20-00-00 12345678,-4.30,PAYMENT,BAKERY ZOE   ON 02 JAN
""",
        """
2025-01-31 -83.20 CITY POWER
2025-01-30 2500.00 WEAVERS WEST
2025-01-03 -4.30 BAKERY ZOE
""",
    ),
    Layout(
        "hsbc, united kingdom, without a header",
        """
31/01/2025,CITY POWER DD,-83.20
30/01/2025,WEAVERS WEST CR,"2,500.00"
03/01/2025,BAKERY ZOE VIS,-4.30
""",
        """
2025-01-31 -83.20 CITY POWER
2025-01-30 2500.00 WEAVERS WEST
2025-01-03 -4.30 BAKERY ZOE
""",
    ),
    Layout(
        "starling",
        """
Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP),Spending Category,Notes
03/01/2025,Bakery Zoe,BAKERY ZOE LONDON,CONTACTLESS,-4.30,95.70,EATING_OUT,
30/01/2025,Weavers West,PAYROLL,FASTER PAYMENT,2500.00,2595.70,INCOME,
31/01/2025,City Power,DD 1,DIRECT DEBIT,-83.20,2512.50,BILLS_AND_SERVICES,
""",
        """
2025-01-03 -4.30 Bakery Zoe|GBP
2025-01-30 2500.00 Weavers West
2025-01-31 -83.20 City Power
""",
    ),
    Layout(
        "lloyds",
        """
Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,Debit Amount,Credit Amount,Balance
31/01/2025,DD,'30-00-00,12345678,CITY POWER,83.20,,2512.50
30/01/2025,BGC,'30-00-00,12345678,WEAVERS WEST,,2500.00,2595.70
03/01/2025,DEB,'30-00-00,12345678,BAKERY ZOE,4.30,,95.70
""",
        """
2025-01-31 -83.20 CITY POWER
2025-01-30 2500.00 WEAVERS WEST
2025-01-03 -4.30 BAKERY ZOE
""",
    ),
    Layout(
        "natwest",
        """

Date, Type, Description, Value, Balance, Account Name, Account Number
31/01/2025,D/D,"'CITY POWER",-83.20,2512.50,"'MUSTER","'600000-12345678",
30/01/2025,BAC,"'WEAVERS WEST , SALARY",2500.00,2595.70,"'MUSTER","'600000-12345678",
03/01/2025,POS,"'1234 02JAN25 , BAKERY ZOE",-4.30,95.70,"'MUSTER","'600000-12345678",
""",
        """
2025-01-31 -83.20 CITY POWER
2025-01-30 2500.00 WEAVERS WEST
2025-01-03 -4.30 BAKERY ZOE
""",
    ),
    Layout(
        "westpac",
        """
Bank Account,Date,Narrative,Debit Amount,Credit Amount,Balance,Categories,Serial
032000123456,31/01/2025,"CITY POWER DIRECT DEBIT",83.20,,2512.50,DEP,
032000123456,30/01/2025,"DEPOSIT WEAVERS WEST",,2500.00,2595.70,DEP,
032000123456,03/01/2025,"EFTPOS BAKERY ZOE",4.30,,95.70,POS,
""",
        """
2025-01-31 -83.20 CITY POWER
2025-01-30 2500.00 WEAVERS WEST
2025-01-03 -4.30 BAKERY ZOE
""",
    ),
    Layout(
        "commonwealth, without a header",
        """
31/01/2025,"-83.20","CITY POWER DIRECT DEBIT","+2512.50"
30/01/2025,"+2500.00","WEAVERS WEST SALARY","+2595.70"
03/01/2025,"-4.30","BAKERY ZOE SYDNEY","+95.70"
""",
        """
2025-01-31 -83.20 CITY POWER
2025-01-30 2500.00 WEAVERS WEST
2025-01-03 -4.30 BAKERY ZOE
""",
    ),
    Layout(
        "hdfc",
        """

  Date     ,Narration                ,Value Dat,Debit Amount       ,Credit Amount      ,Chq/Ref Number   ,Closing Balance
  03/01/25  ,UPI-BAKERY ZOE          ,03/01/25 ,          4.30     ,          0.00      ,0000500000001    ,         95.70
  30/01/25  ,NEFT CR WEAVERS WEST     ,30/01/25 ,         0.00     ,       2500.00      ,N030000000002    ,       2595.70
  31/01/25  ,BILLPAY CITY POWER       ,31/01/25 ,        83.20     ,          0.00      ,IB31000000003    ,       2512.50
""",
        """
2025-01-03 -4.30 BAKERY ZOE
2025-01-30 2500.00 WEAVERS WEST
2025-01-31 -83.20 CITY POWER
""",
    ),
    Layout(
        "sbi, tabs",
        """
Account Name       :\tMr. MUSTER
Account Number     :\t_00000012345678901
Currency\t:\tINR
Start Date         :\t1 Jan 2025
End Date           :\t31 Jan 2025
Balance as on 1 Jan 2025     :\t100.00

Txn Date\tValue Date\tDescription\tRef No./Cheque No.\t        Debit\tCredit\tBalance
3 Jan 2025\t3 Jan 2025\t   TO TRANSFER-UPI BAKERY ZOE--\t1\t4.30\t \t95.70
30 Jan 2025\t30 Jan 2025\t   BY TRANSFER-NEFT WEAVERS WEST--\t2\t \t2,500.00\t2,595.70
31 Jan 2025\t31 Jan 2025\t   TO TRANSFER CITY POWER--\t3\t83.20\t \t2,512.50
**This is a computer generated statement and does not require a signature.
""",
        """
2025-01-03 -4.30 BAKERY ZOE|INR
2025-01-30 2500.00 WEAVERS WEST
2025-01-31 -83.20 CITY POWER
""",
    ),
]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_layout_is_understood_by_itself(layout: Layout) -> None:
    assert faults(layout) == []
