import Redline
import RedlineDeliverables
import Testing

@Suite struct CSVFileTests {
    private static func csv(
        _ data: String,
        preferences: DeliverablePreferences = DeliverablePreferences()
    ) throws -> String {
        let deliverable = try Samples.deliverable(data, preferences: preferences)
        return String(decoding: try deliverable.file(as: .csv).bytes, as: UTF8.self)
    }

    @Test func lineItemsAreRowsAndNestedDataColumns() throws {
        let file = try Samples.invoice().file(as: .csv)
        #expect(file.mediaType == "text/csv")
        #expect(file.name == "INV-1042.csv")
        let fields = #"0042,"Müller ""& Söhne"" <AG>",CH,2026-11-20,false,paper; office,,97.80"#
        let columns =
            "invoice_number,vendor.name,vendor.country,issued,paid,tags,notes,total,"
            + "line_items.description,line_items.quantity,line_items.price,line_items.tax.rate,"
            + "line_items.discount"
        let lines = [
            columns, fields + #","Paper, A4",20,4.50,0.081,"#,
            fields + #","'=HYPERLINK(""http://x"")",-5,,,-10"#, "",
        ]
        #expect(String(decoding: file.bytes, as: UTF8.self) == lines.joined(separator: "\r\n"))
    }

    @Test func aDocumentWithoutTablesIsOneRow() throws {
        #expect(try Self.csv(#"{"a": 1, "b": {"c": "x"}}"#) == "a,b.c\r\n1,x\r\n")
        #expect(try Self.csv(#"{"a": 1, "items": [{}]}"#) == "a\r\n1\r\n")
        #expect(try Self.csv("{}") == "")
    }

    @Test func longFieldsAreNotRepeatedWithoutEnd() throws {
        let long = String(repeating: "x", count: 4 << 20)
        let rows = Array(repeating: #"{"n": 1}"#, count: 17).joined(separator: ",")
        let text = try Self.csv(#"{"long": "\#(long)", "rows": [\#(rows)]}"#)
        let lines = ["long,rows.n", "\(long),1"] + Array(repeating: ",1", count: 16) + [""]
        #expect(text == lines.joined(separator: "\r\n"))
        let few = try Self.csv(#"{"long": "\#(long)", "rows": [{"n": 1}, {"n": 2}]}"#)
        #expect(few == "long,rows.n\r\n\(long),1\r\n\(long),2\r\n")
    }

    @Test func tablesStandBelowEachOther() throws {
        let text = try Self.csv(
            #"{"id": 7, "items": [{"n": 1}, {"n": 2, "tax": [{"r": 3}]}], "x": {"fees": [[8, 9]]}}"#
        )
        #expect(
            text == """
                id,items.n,items.tax.1.r,x.fees.1,x.fees.2\r
                7,1,,,\r
                7,2,3,,\r
                7,,,8,9\r\n
                """
        )
    }

    @Test func aListIsATable() throws {
        #expect(try Self.csv(#"[{"a": 1}, 2, {"b": 3}]"#) == "a,value,b\r\n1,,\r\n,2,\r\n,,3\r\n")
    }

    @Test func namesThatMeetAreNumberedAndNeverMerged() throws {
        // Two spellings of é, which Swift's own strings take for one.
        let text = try Self.csv(
            #"{"a.b": 1, "a": {"b": 2}, "\u00e9": 3, "e\u0301": 4, "t": [{"x.y": 5, "x": {"y": 6}}]}"#
        )
        let lines = ["a.b,a.b (2),\u{E9},e\u{301},t.x.y,t.x.y (2)", "1,2,3,4,5,6", ""]
        #expect(Array(text.utf8) == Array(lines.joined(separator: "\r\n").utf8))
    }

    @Test(arguments: [
        ("=1+1", "'=1+1"), ("+49 170 1", "'+49 170 1"), ("-1+2", "'-1+2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"), ("\r=1", "\"'\r=1\""), (" =1", "' =1"), ("\u{FF1D}1", "'\u{FF1D}1"),
        ("\u{FEFF}=1", "'\u{FEFF}=1"), ("-", "'-"), ("--5", "'--5"), ("-5.", "'-5."),
        ("-5", "-5"), ("+5", "+5"), ("-1,234.50", "\"-1,234.50\""), ("a=b", "a=b"), ("", ""),
        ("12-5", "12-5"), ("'=1", "'=1"),
    ])
    func formulasAreDefusedAndNumbersAreNot(text: String, cell: String) throws {
        var writer = JSONWriter()
        writer.string(text)
        #expect(
            Array(try Self.csv(#"{"a": \#(writer.text)}"#).utf8) == Array("a\r\n\(cell)\r\n".utf8)
        )
    }

    @Test func namesAreDefusedAsWell() throws {
        #expect(try Self.csv(#"{"=cmd": -1}"#) == "'=cmd\r\n-1\r\n")
    }

    @Test func priorityFieldsComeFirst() throws {
        let text = try Self.csv(
            #"{"a": 1, "b": {"c": 2}, "items": [{"x": 3, "y": 4}], "d": 5}"#,
            preferences: DeliverablePreferences(priorityFields: ["d", "/b/c", "/items/*/y"])
        )
        #expect(text == "d,b.c,a,items.y,items.x\r\n5,2,1,4,3\r\n")
    }

    @Test func manyColumnsOfOneTableStandInOne() throws {
        let members = (0..<600).map { #""m\#($0)": \#($0)"# }.joined(separator: ", ")
        let lines = try Self.csv("[{\(members)}]").split(separator: "\r\n")
        #expect(lines[0].split(separator: ",").count == 513)
        #expect(lines[0].hasSuffix(",m511,other"))
        #expect(lines[1].hasSuffix(#""m599"":599}""#))
    }

    @Test func fieldsAreNotRepeatedWithoutBound() throws {
        let fields = (0..<20_000).map { #""f\#($0)": 1"# }.joined(separator: ", ")
        let rows = (0..<51).map { #"{"n": \#($0)}"# }.joined(separator: ", ")
        let lines = try Self.csv("{\(fields), \"rows\": [\(rows)]}").split(separator: "\r\n")
        #expect(lines.count == 52)
        #expect(lines[1].hasPrefix("1,1,1,"))
        #expect(lines[2] == String(repeating: ",", count: 20_000) + "1")
    }

    @Test(.enabled(if: OtherProgram.python != nil, "python3 is not installed"))
    func pythonReadsBackWhatWentIn() throws {
        let texts = [
            "plain", "a,b", "a\"b", "line\nbreak", "line\r\nbreak", "\"", ",", "\"\"", " blanks ",
            "发票",
            "🙂", "e\u{301}", "\u{1}", "", "\\.", "'", "a\tb", "x\r",
        ]
        var writer = JSONWriter()
        writer.beginArray()
        for text in texts {
            writer.beginObject()
            writer.name("text")
            writer.string(text)
            writer.name("end")
            writer.string("|")
            writer.endObject()
        }
        writer.endArray()
        let file = try Samples.deliverable(writer.text).file(as: .csv)
        let read = try OtherProgram.onFile(file.bytes, ending: "csv") { path in
            try OtherProgram.run([
                OtherProgram.python ?? "python3", "-c",
                "import csv, json, sys; print(json.dumps(list(csv.DictReader("
                    + "open(sys.argv[1], newline='', encoding='utf-8'), strict=True))))",
                path,
            ])
        }
        let rows = try Samples.json(read).elements
        #expect(
            rows.compactMap { $0["text"]?.string }.map { Array($0.utf8) }
                == texts.map { Array($0.utf8) }
        )
        #expect(rows.allSatisfy { $0["end"]?.string == "|" })
    }
}
