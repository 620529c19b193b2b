"""Prints what openpyxl reads in a workbook: a line a cell, with its type and number format."""

import sys

import openpyxl

book = openpyxl.load_workbook(sys.argv[1])
print(book.properties.title, book.properties.creator, book.properties.created)
for sheet in book:
    side = " right-to-left" if sheet.sheet_view.rightToLeft else ""
    print(f"[{sheet.title}] frozen {sheet.freeze_panes} filter {sheet.auto_filter.ref}{side}")
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is None:
                continue
            link = " LINK" if cell.hyperlink else ""
            form = "" if cell.number_format == "General" else f" {cell.number_format}"
            print(f"{cell.coordinate} {cell.data_type} {cell.value!r}{form}{link}")
