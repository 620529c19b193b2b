"""Makes the files of `make bench-export` in Python: FORMAT INPUT OUTPUT SECONDS.

Renders a deliverable again and again for so many seconds of the processor, prints the files a
second and leaves the last one. What is in the files is what redline puts there in its template `standard`.
"""

import csv
import datetime
import io
import json
import sys
import time

FOUND = (("executive_summary", "Executive summary"), ("key_findings", "Key findings"))
SUMMARY = FOUND + (("recommendations", "Recommendations"),)


def flat(value: dict, prefix: str = "") -> dict:
    fields = {}
    for name, inner in value.items():
        if isinstance(inner, dict):
            fields |= flat(inner, f"{prefix}{name}.")
        elif not isinstance(inner, list):
            fields[prefix + name] = inner
    return fields


def paragraphs(value) -> list:
    return [value] if isinstance(value, str) else value


def source(document: dict) -> list:
    origin = document["source"]
    return [
        ("Extraction method", origin["extraction_method"]),
        ("Confidence", origin["di_confidence"]),
        ("Model", origin["ai_model"]),
        ("Workflow", document["export_workflow_id"]),
        ("Revision", document["revision"]),
    ]


def as_json(document: dict) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def as_csv(document: dict) -> bytes:
    output = io.StringIO()
    fields = flat(document["data"])
    items = document["data"]["line_items"]
    writer = csv.writer(output)
    writer.writerow(list(fields) + [f"line_items.{name}" for name in items[0]])
    for item in items:
        writer.writerow(list(fields.values()) + list(item.values()))
    return output.getvalue().encode()


def as_excel(document: dict) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    bold = openpyxl.styles.Font(bold=True)

    def cell(sheet, value, number_format=None, font=None):
        made = WriteOnlyCell(sheet, value)
        if number_format:
            made.number_format = number_format
        if font:
            made.font = font
        return made

    def typed(sheet, value):
        if isinstance(value, float):
            return cell(sheet, value, "#,##0.00")
        if isinstance(value, str) and len(value) == 10 and value[4] == "-":
            return cell(sheet, datetime.date.fromisoformat(value), "yyyy-mm-dd")
        return value

    sheet = book.create_sheet("Summary")
    sheet.append([cell(sheet, document["title"], font=bold)])
    for name, heading in SUMMARY:
        sheet.append([cell(sheet, heading, font=bold)])
        for text in paragraphs(document["summary"][name]):
            sheet.append([None, text])
    for label, value in source(document):
        sheet.append([cell(sheet, label, font=bold), value])
    before = {change["path"]: change["original_value"] for change in document["changes"]}
    tables = [
        (
            "Fields",
            ["Field", "Value", "Before"],
            [
                [name, value, before.get("/" + name.replace(".", "/"))]
                for name, value in flat(document["data"]).items()
            ],
        ),
        (
            "Line items",
            list(document["data"]["line_items"][0]),
            [list(item.values()) for item in document["data"]["line_items"]],
        ),
        (
            "Changes",
            ["Field", "Before", "After", "Reason"],
            [
                [c["path"], c["original_value"], c["modified_value"], c.get("user_reason")]
                for c in document["changes"]
            ],
        ),
    ]
    for title, header, rows in tables:
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        sheet.append([cell(sheet, name, font=bold) for name in header])
        for row in rows:
            sheet.append([typed(sheet, value) for value in row])
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def as_pdf(document: dict) -> bytes:
    output = io.BytesIO()
    template = SimpleDocTemplate(output, pagesize=A4, title=document["title"])
    lines = [("FONT", (0, 0), (-1, -1), "Text", 9), ("LINEBELOW", (0, 0), (-1, -1), 0.5, GREY)]
    header = [("FONT", (0, 0), (-1, 0), "Bold", 9), ("BACKGROUND", (0, 0), (-1, 0), SHADE)]
    struck = '<br/><font color="#b02029"><strike>{}</strike></font>'
    story = [Paragraph(escape(document["title"]), TITLE)]
    for name, heading in SUMMARY:
        story.append(Paragraph(heading, HEADING))
        bullet = "" if name == "executive_summary" else "• "
        for text in paragraphs(document["summary"][name]):
            story.append(Paragraph(bullet + escape(text), BODY))
    before = {change["path"]: change["original_value"] for change in document["changes"]}
    rows = []
    for name, value in flat(document["data"]).items():
        old = before.get("/" + name.replace(".", "/"))
        mark = "" if old is None else struck.format(escape(str(old)))
        rows.append([name, Paragraph(escape(str(value)) + mark, BODY)])
    story += [Paragraph("Fields", HEADING), Table(rows, colWidths=[160, 320], style=lines)]
    items = document["data"]["line_items"]
    # Descriptions need more than one line, which only paragraphs can have.
    rows = [list(items[0])]
    for item in items:
        rows.append(
            [
                Paragraph(escape(value), BODY) if name == "description" else str(value)
                for name, value in item.items()
            ]
        )
    story.append(Paragraph("Line items", HEADING))
    widths = [170, 40, 52, 36, 52, 68, 62]
    story.append(LongTable(rows, colWidths=widths, repeatRows=1, style=lines + header))
    rows = [["Field", "Before", "After", "Reason"]]
    for change in document["changes"]:
        values = [change["path"], change["original_value"], change["modified_value"]]
        rows.append([str(value) for value in values] + [change.get("user_reason", "")])
    story += [Paragraph("Changes", HEADING), LongTable(rows, repeatRows=1, style=lines + header)]
    rows = [[label, str(value)] for label, value in source(document)]
    story += [Paragraph("Source", HEADING), Table(rows, colWidths=[160, 320], style=lines)]
    template.build(story, canvasmaker=Numbered)
    return output.getvalue()


form, path, target, seconds = sys.argv[1:5]
if form == "excel":
    import openpyxl
    from openpyxl.cell import WriteOnlyCell
elif form == "pdf":
    from xml.sax.saxutils import escape

    from reportlab.lib.colors import HexColor
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, Table

    FONTS = "/usr/share/fonts/truetype/dejavu/"
    pdfmetrics.registerFont(TTFont("Text", FONTS + "DejaVuSans.ttf"))
    pdfmetrics.registerFont(TTFont("Bold", FONTS + "DejaVuSans-Bold.ttf"))
    GREY, SHADE = HexColor("#ccd1d9"), HexColor("#ebf0f5")
    BODY = ParagraphStyle("body", fontName="Text", fontSize=9, leading=12)
    HEADING = ParagraphStyle("heading", parent=BODY, fontName="Bold", fontSize=12, leading=18)
    TITLE = ParagraphStyle("title", parent=HEADING, fontSize=18, leading=26)

    class Numbered(Canvas):
        """Writes `3 / 162` on every page, which is known at the end alone."""

        def __init__(self, *words, **names):
            super().__init__(*words, **names)
            self.kept = []

        def showPage(self):
            self.kept.append(dict(self.__dict__))
            self._startPage()

        def save(self):
            for state in self.kept:
                self.__dict__.update(state)
                self.setFont("Text", 7.5)
                self.drawString(56, 30, f"{self._pageNumber} / {len(self.kept)}")
                super().showPage()
            super().save()


render = {"json": as_json, "csv": as_csv, "excel": as_excel, "pdf": as_pdf}[form]
with open(path, encoding="utf-8") as file:
    shown = json.load(file)
result = render(shown)
start = time.process_time()
count = 0
while True:
    result = render(shown)
    count += 1
    elapsed = time.process_time() - start
    if elapsed > float(seconds):
        break
print(count / elapsed)
with open(target, "wb") as file:
    file.write(result)
