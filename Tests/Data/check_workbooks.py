"""Compares workbooks with what LibreOffice made of them: FOLDER ANEW.

Sheets, cells, values, types and number formats have to be the same. Two things are LibreOffice's own
way of writing: true and false become formulas, and number formats quote what is not a digit otherwise.
"""

import pathlib
import sys

import openpyxl

BOOLEANS = {"=TRUE()": True, "=FALSE()": False}


def cell(read) -> tuple:
    value, kind = read.value, read.data_type
    if value in BOOLEANS and kind == "f":
        value, kind = BOOLEANS[value], "b"
    return kind, value, read.number_format.replace("\\", "").replace('"', ""), read.hyperlink


def sheets(path: pathlib.Path) -> dict:
    return {
        sheet.title: {
            read.coordinate: cell(read)
            for row in sheet.iter_rows()
            for read in row
            if read.value is not None
        }
        for sheet in openpyxl.load_workbook(path)
    }


books, cells, faults = 0, 0, []
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.xlsx")):
    ours, theirs = sheets(path), sheets(pathlib.Path(sys.argv[2]) / path.name)
    books += 1
    if list(ours) != list(theirs):
        faults.append(f"{path.name}: the sheets are {list(theirs)} and not {list(ours)}")
        continue
    for sheet, known in ours.items():
        cells += len(known)
        for place in sorted(known.keys() | theirs[sheet].keys()):
            before, after = known.get(place), theirs[sheet].get(place)
            if before != after:
                faults.append(f"{path.name}, {sheet}!{place}: {before} became {after}")
            elif before[0] == "f":
                faults.append(f"{path.name}, {sheet}!{place}: {before[1]} is a formula")
if not cells:
    faults.append("there is no workbook to check")
for fault in faults[:20]:
    print(fault, file=sys.stderr)
if faults:
    sys.exit(f"check-workbooks: {len(faults)} differences in {books} workbooks")
print(f"check-workbooks: {books} workbooks with {cells} cells are the same in LibreOffice")
