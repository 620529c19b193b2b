import Foundation
import Redline
import RedlineDeliverables
import Testing

@Suite(.enabled(if: OtherProgram.python != nil, "python3-openpyxl is not installed"))
struct ExcelFileTests {
    /// What openpyxl reads in the column `Value` of a sheet of fields.
    private static func values(_ data: String) throws -> [String] {
        let file = try Samples.deliverable(data).file(as: .excel)
        let lines = try OtherProgram.workbook(file.bytes).split(separator: "\n").map(String.init)
        let start = lines.firstIndex { $0.hasPrefix("[Fields]") } ?? 0
        return lines[start...].filter { $0.hasPrefix("B") }.dropFirst().map { line in
            line.split(separator: " ", maxSplits: 1).last.map(String.init) ?? ""
        }
    }

    private static func sheets(_ deliverable: Deliverable) throws -> [String] {
        try OtherProgram.workbook(deliverable.file(as: .excel).bytes).split(separator: "\n")
            .filter { $0.hasPrefix("[") }.map(String.init)
    }

    @Test func everySectionHasItsSheetAndCellsHaveTheirTypes() throws {
        let file = try Samples.invoice().file(as: .excel)
        #expect(file.name == "INV-1042.xlsx")
        #expect(
            file.mediaType
                == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        )
        #expect(!file.isCut)
        #expect(try OtherProgram.workbook(file.bytes) == GoldenFile.text("invoice.xlsx.txt"))
    }

    private static let spellings = [
        // Amounts and what is none.
        (#""1,234.50""#, "n 1234.5 #,##0.00"), (#""-12.5""#, "n -12.5 #,##0.0"),
        (#""1.234,50 €""#, #"n 1234.5 #,##0.00" €""#), (#""$12""#, ##"n 12 "$"#,##0"##),
        (#""EUR 5.00""#, ##"n 5 "EUR "#,##0.00"##), (#""97,80""#, "n 97.8 #,##0.00"),
        (#""-$5""#, ##"n -5 "$"#,##0"##), (#""1234""#, "s '1234'"), (#""007""#, "s '007'"),
        (#""00.5""#, "s '00.5'"), (#""1,23,4.0""#, "s '1,23,4.0'"), (#""1.2.3""#, "s '1.2.3'"),
        (#""ABC 12""#, "s 'ABC 12'"), (#""1234567890123.456""#, "s '1234567890123.456'"),
        // JSON numbers.
        ("4.5", "n 4.5 #,##0.00"), ("0.081", "n 0.081 #,##0.000"), ("-5", "n -5 0"),
        ("1e-7", "n 1e-07"), ("123456789012345", "n 123456789012345 0"),
        ("1234567890123456", "s '1234567890123456'"),
        ("0.1234567890123456", "s '0.1234567890123456'"),
        ("1e400", "s '1e400'"), ("1e-400", "s '1e-400'"), ("true", "b True"),
        // Days and moments.
        (#""2026-02-28""#, "d datetime.datetime(2026, 2, 28, 0, 0) yyyy-mm-dd"),
        (
            #""2026-02-28T23:59:58Z""#,
            "d datetime.datetime(2026, 2, 28, 23, 59, 58) yyyy-mm-dd hh:mm:ss"
        ),
        (#""1900-03-01""#, "d datetime.datetime(1900, 3, 1, 0, 0) yyyy-mm-dd"),
        (#""2026-02-29""#, "s '2026-02-29'"), (#""1900-02-28""#, "s '1900-02-28'"),
        (#""2026-02-28T10:00:00+02:00""#, "s '2026-02-28T10:00:00+02:00'"),
        // Texts that are to stay texts.
        (#""=1+1""#, "s '=1+1'"), (#""@SUM(A1)""#, "s '@SUM(A1)'"),
        (#""https://example.com""#, "s 'https://example.com'"), (#""a\nb""#, #"s 'a\nb'"#),
        (#"" x ""#, "s ' x '"), (#""<&>\"""#, #"s '<&>"'"#), (#""a\u0001""#, "s 'a_x0001_'"),
        (#""\ufffe""#, "s '\u{FFFD}'"), (#""_x0041_""#, "s '_x0041_'"), (#""发票""#, "s '发票'"),
    ]

    @Test func valuesAreWhatTheyAreSpelledLike() throws {
        let members = Self.spellings.enumerated().map { #""f\#($0)": \#($1.0)"# }
        let values = try Self.values("{\(members.joined(separator: ", "))}")
        #expect(values.count == Self.spellings.count)
        for ((json, cell), value) in zip(Self.spellings, values) {
            #expect(value == cell, "\(json)")
        }
    }

    /// openpyxl does not read such escapes, but Excel does.
    @Test func aTextThatLooksLikeAnEscapeIsNone() throws {
        let file = try Samples.deliverable(#"{"a": "_x0041_ and _x41_"}"#).file(as: .excel)
        let strings = try OtherProgram.onFile(file.bytes, ending: "xlsx") { path in
            try OtherProgram.run([
                OtherProgram.python ?? "python3", "-c",
                "import sys, zipfile; "
                    + "print(zipfile.ZipFile(sys.argv[1]).read('xl/sharedStrings.xml').decode())",
                path,
            ])
        }
        #expect(strings.contains("<t>_x005F_x0041_ and _x41_</t>"))
    }

    @Test func longTextsAreCutAndSaySo() throws {
        let text = String(repeating: "é", count: 32_767)
        #expect(try Self.values(#"{"a": "\#(text)"}"#) == ["s '\(text)'"])
        let emoji = String(repeating: "🙂", count: 20_000)
        let file = try Samples.deliverable(#"{"a": "\#(emoji)"}"#).file(as: .excel)
        #expect(file.isCut)
        let shown = String(repeating: "🙂", count: 16_379) + " … [cut]"
        #expect(try Self.values(#"{"a": "\#(emoji)"}"#) == ["s '\(shown)'"])
    }

    @Test func namesOfSheetsAreThoseThatExcelTakes() throws {
        let rows = #"[{"n": 1}]"#
        let names = [
            "a/b", "A/B", "history", "'x'", String(repeating: "y", count: 40),
            String(repeating: "y", count: 41), "", "summary", "z[:]?*",
        ]
        let members = names.map { #""\#($0)": \#(rows)"# }.joined(separator: ", ")
        let tail = "frozen A2 filter A1:A2"
        #expect(
            try Self.sheets(Samples.deliverable("{\(members)}")) == [
                "[Summary] frozen None filter None", "[Fields] frozen A2 filter None",
                "[A_b] \(tail)", "[A_B (2)] \(tail)", "[History (2)] \(tail)", "[x] \(tail)",
                "[Y\(String(repeating: "y", count: 30))] \(tail)",
                "[Y\(String(repeating: "y", count: 26)) (2)] \(tail)", "[Line items] \(tail)",
                "[Summary (2)] \(tail)", "[Z_____] \(tail)",
            ]
        )
    }

    @Test func manyTablesShareASheet() throws {
        let members = (0..<52).map { #""t\#($0)": [{"n": \#($0)}]"# }.joined(separator: ", ")
        let file = try Samples.deliverable("{\(members)}").file(as: .excel)
        let text = try OtherProgram.workbook(file.bytes)
        #expect(text.components(separatedBy: "\n[T").count == 51)
        let rest = """
            A2 s 't50'\nB2 n 1 0\nC2 s 'n'\nD2 n 50 0
            A3 s 't51'\nB3 n 1 0\nC3 s 'n'\nD3 n 51 0\n
            """
        #expect(text.hasSuffix(rest))
    }

    @Test func sheetsRunFromRightToLeftWhereTheLanguageDoes() throws {
        #expect(
            try Self.sheets(Samples.deliverable("{}", language: "ar-EG"))
                == [
                    "[Summary] frozen None filter None right-to-left",
                    "[Fields] frozen A2 filter None right-to-left",
                ]
        )
    }

    @Test func unwantedSectionsAreLeftOut() throws {
        let preferences = DeliverablePreferences(
            included: [.changes: false, .source: false, .lineItems: false, .amounts: true]
        )
        let sheets = try Self.sheets(Samples.invoice(preferences: preferences))
        #expect(
            sheets == [
                "[Summary] frozen None filter None", "[Fields] frozen A2 filter A1:B9",
                "[Amounts] frozen A2 filter A1:B2",
            ]
        )
    }

    @Test func bytesAreTheSameOnEveryThread() async throws {
        let deliverable = try Samples.invoice()
        let first = try deliverable.file(as: .excel).bytes
        let others = await withTaskGroup(of: [UInt8]?.self) { group in
            for _ in 0..<8 {
                group.addTask { try? deliverable.file(as: .excel).bytes }
            }
            return await group.reduce(into: [[UInt8]?]()) { $0.append($1) }
        }
        #expect(others.count == 8)
        #expect(others.allSatisfy { $0 == first })
    }
}
