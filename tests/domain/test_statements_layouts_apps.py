"""Files in the layouts of other apps and of services that pay, read by detection alone."""

import pytest

from tests.layouts import Layout, faults

LAYOUTS = [
    Layout(
        "ynab register",
        """
"Account","Flag","Date","Payee","Category Group/Category","Category Group","Category","Memo","Outflow","Inflow","Cleared"
"Checking","","01/31/2025","City Power","Bills: Electricity","Bills","Electricity","jan",$83.20,$0.00,"Cleared"
"Checking","","01/30/2025","Weavers West","Inflow: Ready to Assign","Inflow","Ready to Assign","",$0.00,$2500.00,"Cleared"
"Checking","Red","01/03/2025","Bakery Zoe","Food: Groceries","Food","Groceries","",$4.30,$0.00,"Uncleared"
"Checking","","01/01/2025","Starting Balance","Inflow: Ready to Assign","Inflow","Ready to Assign","",$0.00,$100.00,"Reconciled"
""",
        """
2025-01-31 -83.20 City Power|Electricity|Checking
2025-01-30 2500.00 Weavers West
2025-01-03 -4.30 Bakery Zoe|Groceries
2025-01-01 100.00 Starting Balance
""",
    ),
    Layout(
        "actual",
        """
Account,Date,Payee,Notes,Category,Amount,Split_Amount,Cleared
Checking,2025-01-31,City Power,jan,Electricity,-83.20,0,Cleared
Checking,2025-01-30,Weavers West,,Income,2500.00,0,Cleared
Checking,2025-01-03,Bakery Zoe,,Food,-4.30,0,Not cleared
""",
        """
2025-01-31 -83.20 City Power|Electricity|Checking
2025-01-30 2500.00 Weavers West
2025-01-03 -4.30 Bakery Zoe
""",
    ),
    Layout(
        "monarch",
        """
Date,Merchant,Category,Account,Original Statement,Notes,Amount,Tags,Owner
2025-01-31,City Power,Gas & Electric,Checking (...1234),CITY POWER 0131,,-83.20,,Shared
2025-01-30,Weavers West,Paychecks,Checking (...1234),WEAVERS WEST PAYROLL,,2500.00,,Shared
2025-01-03,Bakery Zoe,Groceries,Checking (...1234),BAKERY ZOE 0102,bread,-4.30,,Shared
""",
        """
2025-01-31 -83.20 City Power|Gas & Electric|Checking
2025-01-30 2500.00 Weavers West
2025-01-03 -4.30 Bakery Zoe
""",
    ),
    Layout(
        "copilot: spent without a sign",
        """
date,name,amount,status,category,parent category,excluded,tags,type,account,account mask,note,recurring
2025-02-01,Cafe Pending,3.00,pending,Restaurants,Food,false,,regular,Checking,1234,,
2025-01-31,City Power,83.20,posted,Utilities,Bills,false,,regular,Checking,1234,,
2025-01-30,Weavers West,-2500.00,posted,,,false,,income,Checking,1234,,
2025-01-03,Bakery Zoe,4.30,posted,Groceries,Food,false,,regular,Checking,1234,,
""",
        """
2025-01-31 -83.20 City Power|Utilities|Checking
2025-01-30 2500.00 Weavers West
2025-01-03 -4.30 Bakery Zoe
""",
    ),
    Layout(
        "ezbookkeeping",
        """
Time,Timezone,Type,Category,Sub Category,Account,Account Currency,Amount,Account2,Account2 Currency,Account2 Amount,Geographic Location,Tags,Description
2025-01-31 12:00:00,+00:00,Expense,Bills,Electricity,Checking,EUR,83.20,,,,,,City Power
2025-01-30 09:00:00,+00:00,Income,Salary,Wages,Checking,EUR,2500.00,,,,,,Weavers West
2025-01-20 09:00:00,+00:00,Transfer,Transfers,Saving,Checking,EUR,50.00,Savings,EUR,50.00,,,to savings
2025-01-03 08:30:00,+00:00,Expense,Food,Groceries,Checking,EUR,4.30,,,,,,Bakery Zoe
""",
        """
2025-01-31 -83.20 City Power|EUR|Checking
2025-01-30 2500.00 Weavers West
2025-01-20 -50.00 to savings
2025-01-03 -4.30 Bakery Zoe
""",
    ),
    Layout(
        "paypal",
        """
"Date","Time","TimeZone","Name","Type","Status","Currency","Gross","Fee","Net","From Email Address","To Email Address","Transaction ID","Item Title","Balance"
"03/01/2025","08:30:00","CET","Bakery Zoe","Express Checkout Payment","Completed","EUR","-4,30","0,00","-4,30","a@a.example","b@b.example","1AB","bread","95,70"
"13/01/2025","09:00:00","CET","Weavers West","Mobile Payment","Completed","EUR","2.500,00","-10,00","2.490,00","c@c.example","a@a.example","2AB","","2.585,70"
"14/01/2025","09:00:00","CET","Cafe","Express Checkout Payment","Pending","EUR","-9,00","0,00","-9,00","a@a.example","d@d.example","3AB","","2.585,70"
"31/01/2025","12:00:00","CET","City Power","Express Checkout Payment","Completed","EUR","-83,20","0,00","-83,20","a@a.example","e@e.example","4AB","","2.502,50"
""",
        """
2025-01-03 -4.30 Bakery Zoe|EUR
2025-01-13 2490.00 Weavers West
2025-01-31 -83.20 City Power
""",
    ),
    Layout(
        "wise",
        """
"TransferWise ID",Date,Amount,Currency,Description,"Payment Reference","Running Balance","Exchange From","Exchange To","Exchange Rate","Payer Name","Payee Name","Payee Account Number",Merchant,"Card Last Four Digits","Card Holder Full Name",Attachment,Note,"Total fees"
CARD-3,31-01-2025,-83.20,EUR,"Card transaction issued by City Power",,2512.50,,,,,,,"City Power",1234,"J Muster",,,0.00
TRANSFER-2,30-01-2025,2500.00,EUR,"Received money from Weavers West",PAY,2595.70,,,,"Weavers West",,,,,,,,0.00
CARD-1,03-01-2025,-4.30,EUR,"Card transaction issued by Bakery Zoe",,95.70,,,,,,,"Bakery Zoe",1234,"J Muster",,,0.00
""",
        """
2025-01-31 -83.20 City Power|EUR
2025-01-30 2500.00 Weavers West
2025-01-03 -4.30 Bakery Zoe
""",
    ),
    Layout(
        "revolut",
        """
Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance
CARD_PAYMENT,Current,2025-01-02 08:30:00,2025-01-03 10:00:00,Bakery Zoe,-4.30,0.00,EUR,COMPLETED,95.70
CARD_PAYMENT,Current,2025-01-11 08:30:00,,Cafe,-9.00,0.00,EUR,REVERTED,
TRANSFER,Current,2025-01-30 09:00:00,2025-01-30 09:00:00,From Weavers West,2500.00,0.00,EUR,COMPLETED,2595.70
CARD_PAYMENT,Current,2025-01-29 12:00:00,2025-01-31 12:00:00,City Power,-83.20,0.00,EUR,COMPLETED,2512.50
CARD_PAYMENT,Current,2025-02-01 12:00:00,,Kiosk,-3.20,0.00,EUR,PENDING,
""",
        """
2025-01-03 -4.30 Bakery Zoe|EUR
2025-01-30 2500.00 Weavers West
2025-01-31 -83.20 City Power
""",
    ),
    Layout(
        "firefly iii",
        """
user_id,group_id,journal_id,created_at,updated_at,group_title,type,currency_code,amount,foreign_currency_code,foreign_amount,native_currency_code,native_amount,description,date,source_name,source_iban,source_type,destination_name,destination_iban,destination_type,reconciled,category,budget,bill,tags,notes
1,1,1,2025-02-01T10:00:00+01:00,2025-02-01T10:00:00+01:00,,Withdrawal,EUR,-4.30,,,,,bread,2025-01-03T00:00:00+01:00,Checking,,Asset account,Bakery Zoe,,Expense account,,Food,,,,
1,2,2,2025-02-01T10:00:00+01:00,2025-02-01T10:00:00+01:00,,Deposit,EUR,2500.00,,,,,pay,2025-01-30T00:00:00+01:00,Weavers West,,Revenue account,Checking,,Asset account,,Income,,,,
1,3,3,2025-02-01T10:00:00+01:00,2025-02-01T10:00:00+01:00,,Withdrawal,EUR,-83.20,,,,,power jan,2025-01-31T00:00:00+01:00,Checking,,Asset account,City Power,,Expense account,,Bills,,,,
""",
        """
2025-01-03 -4.30 Bakery Zoe|EUR|Food|Checking
2025-01-30 2500.00 Weavers West|Income|Checking
2025-01-31 -83.20 City Power|Checking
""",
    ),
    Layout(
        "lunch money",
        """
date,payee,amount,currency,category,account,notes,tags,status
2025-01-31,City Power,83.20,usd,Utilities,Checking,power,,cleared
2025-01-30,Weavers West Payroll,-2500.00,usd,Income,Checking,,,cleared
2025-01-03,Bakery Zoe,4.30,usd,Groceries,Checking,bread,,uncleared
""",
        """
2025-01-31 -83.20 City Power|Utilities|Checking
2025-01-30 2500.00 Weavers West
2025-01-03 -4.30 Bakery Zoe
""",
    ),
    Layout(
        "gnucash, simple",
        """
"Date","Account Name","Number","Description","Full Category Name","Reconcile","Amount With Sym","Amount Num.","Value With Sym","Value Num.","Rate/Price"
"01/13/2025","Checking","","Bakery Zoe","Expenses:Food","n","€-4.30","-4.30","€-4.30","-4.30","1.00"
"01/30/2025","Checking","","Weavers West","Income:Salary","n","€2,500.00","2,500.00","€2,500.00","2,500.00","1.00"
"01/31/2025","Checking","","City Power","Expenses:Bills","n","€-83.20","-83.20","€-83.20","-83.20","1.00"
""",
        """
2025-01-13 -4.30 Bakery Zoe|Checking
2025-01-30 2500.00 Weavers West|Salary
2025-01-31 -83.20 City Power
""",
    ),
    Layout(
        "gnucash, full: one row per side",
        """
"Date","Transaction ID","Number","Description","Notes","Commodity/Currency","Void Reason","Action","Memo","Full Account Name","Account Name","Amount With Sym","Amount Num.","Value With Sym","Value Num.","Reconcile","Reconcile Date","Rate/Price"
"2025-01-03","a1","","Bakery Zoe","","CURRENCY::EUR","","","","Assets:Bank:Checking","Checking","€-4.30","-4.30","€-4.30","-4.30","n","","1"
"","","","","","","","","","Expenses:Food","Food","€4.30","4.30","€4.30","4.30","n","","1"
"2025-01-30","a2","","Weavers West","","CURRENCY::EUR","","","","Income:Salary","Salary","€-2,500.00","-2,500.00","€-2,500.00","-2,500.00","n","","1"
"2025-01-30","a2","","Weavers West","","CURRENCY::EUR","","","","Assets:Bank:Checking","Checking","€2,500.00","2,500.00","€2,500.00","2,500.00","n","","1"
"2025-01-31","a3","","To savings","","CURRENCY::EUR","","","","Assets:Bank:Checking","Checking","€-50.00","-50.00","€-50.00","-50.00","n","","1"
"2025-01-31","a3","","To savings","","CURRENCY::EUR","","","","Assets:Bank:Savings","Savings","€50.00","50.00","€50.00","50.00","n","","1"
""",
        """
2025-01-03 -4.30 Bakery Zoe|EUR|Food|Assets:Bank:Checking
2025-01-30 2500.00 Weavers West|Salary
2025-01-31 -50.00 To savings|Checking
2025-01-31 50.00 To savings|Savings
""",
    ),
]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_layout_is_understood_by_itself(layout: Layout) -> None:
    assert faults(layout) == []
