import Foundation
import Redline
import RedlineDeliverables
import Testing

@Suite(.enabled(if: OtherProgram.hasPDFReaders, "poppler-utils or qpdf is not installed"))
struct PDFFileTests {
    private static func facts(_ bytes: [UInt8]) throws -> [String] {
        try OtherProgram.onFile(bytes, ending: "pdf") { path in
            try OtherProgram.run(["env", "TZ=UTC", "pdfinfo", path])
        }
        .split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
    }

    @Test func everySectionIsOnThePage() throws {
        let file = try Samples.invoice().file(as: .pdf)
        #expect(file.name == "INV-1042.pdf")
        #expect(file.mediaType == "application/pdf")
        #expect(file.pages == 1)
        #expect(!file.isCut)
        #expect(
            try OtherProgram.pageLines(file.bytes) == [
                "Invoice INV-1042", "invoice · INV-1042 · 2026-11-21", "Executive summary",
                "Invoice 0042 over 97.80.", "Key findings", "• Two items.", "• Not paid.",
                "Recommendations", "• Pay it.", "Fields", "Invoice number 0042",
                "Vendor › name Müller \"& Söhne\" <AG>", "Muller", "Vendor › country CH",
                "Issued 2026-11-20", "Paid false", "Tags paper; office", "Notes", "Total 97.80",
                "Line items", "Description Quantity Price Tax › rate Discount",
                "Paper, A4 20 4.50 0.081", "=HYPERLINK(\"http://x\") -5 -10", "Changes",
                "Field Before After Reason",
                "/vendor/name Muller Müller \"& Söhne\" <AG> misread", "/fax 1", "Source",
                "Extraction method OCR", "Confidence 0.93", "Model gpt-4o",
                "Workflow 01a1fc47-b3d3-742d-8811-cae5399a6149", "Revision 1",
                "Invoice INV-1042 · 1 / 1",
            ]
        )
        let facts = try Self.facts(file.bytes)
        for fact in [
            "Title: Invoice INV-1042", "Subject: INV-1042", "Creator: redline",
            "CreationDate: Sat Nov 21 10:30:00 2026 UTC", "Tagged: yes",
            "Page size: 595.28 x 841.89 pts (A4)",
        ] {
            #expect(facts.contains(fact), "\(facts)")
        }
    }

    @Test func changesAreShownOnlyWhereTheyAreWanted() throws {
        let preferences = DeliverablePreferences(included: [.changes: false])
        let file = try Samples.invoice(preferences: preferences).file(as: .pdf)
        let lines = try OtherProgram.pageLines(file.bytes)
        #expect(!lines.contains("Muller"))
        #expect(!lines.contains("Changes"))
        #expect(lines.contains("Vendor › name Müller \"& Söhne\" <AG>"))
    }

    @Test func tablesBreakOverPagesAndRepeatTheirHeader() throws {
        let rows = (1...200).map { #"{"number": \#($0), "text": "row \#($0)"}"# }
        let file = try Samples.deliverable(#"{"rows": [\#(rows.joined(separator: ","))]}"#)
            .file(as: .pdf)
        let pages = try #require(file.pages)
        #expect(pages == 5)
        let lines = try OtherProgram.pageLines(file.bytes)
        #expect(lines.filter { $0 == "Number Text" }.count == pages)
        #expect(
            lines.filter { $0.hasPrefix("Invoice INV-1042 · ") }.last == "Invoice INV-1042 · 5 / 5"
        )
        #expect(
            lines.filter { $0.wholeMatch(of: /\d+ row \d+/) != nil }
                == (1...200).map { "\($0) row \($0)" }
        )
    }

    /// More than is kept of a file while its pages are counted.
    @Test func veryManyRowsAreAllThereAndTheirPagesNumbered() throws {
        let rows = (1...3_000).map { #"{"number": \#($0), "text": "row \#($0)"}"# }
        let file = try Samples.deliverable(#"{"rows": [\#(rows.joined(separator: ","))]}"#)
            .file(as: .pdf)
        let pages = try #require(file.pages)
        let lines = try OtherProgram.pageLines(file.bytes)
        #expect(
            lines.filter { $0.hasPrefix("Invoice INV-1042 · ") }
                == (1...pages).map { "Invoice INV-1042 · \($0) / \(pages)" }
        )
        #expect(
            lines.filter { $0.wholeMatch(of: /\d+ row \d+/) != nil }
                == (1...3_000).map { "\($0) row \($0)" }
        )
    }

    @Test func paragraphsOfPlainLettersNeedNoFontForLigatures() throws {
        let text = "Two offices differ: fluffy, difficult affairs. AVAVA To We."
        let summary = DeliverableSummary(executiveSummary: text)
        let file = try Samples.deliverable("{}", summary: summary).file(as: .pdf)
        #expect(try OtherProgram.pageLines(file.bytes).contains(text))
        let fonts = try OtherProgram.onFile(file.bytes, ending: "pdf") { path in
            try OtherProgram.run(["pdffonts", path])
        }
        // The names of two columns and a line below them, then text and headings.
        #expect(fonts.split(separator: "\n").count == 4, "\(fonts)")
        // Letters that belong closer together stand closer.
        let kerned = try OtherProgram.onFile(file.bytes, ending: "pdf") { path in
            try OtherProgram.run(["qpdf", "--qdf", "--object-streams=disable", path, "-"])
        }
        #expect(kerned.contains("[(T)"), "\(text) is not kerned")
    }

    @Test func bytesDoNotDependOnWhatWasRenderedBefore() throws {
        let invoice = try Samples.invoice(language: "de")
        let first = try invoice.file(as: .pdf).bytes
        for language in ["ar", "zh", "en", "fr", "it", "he", "ja", "ko", "pt"] {
            let other = try Samples.deliverable(
                #"{"شركة": "发票 — Tävla AVA", "b": "x"}"#,
                language: language
            )
            _ = try other.file(as: .pdf)
            #expect(try invoice.file(as: .pdf).bytes == first, "\(language)")
        }
    }

    @Test func rowsThatAreTallerThanAPageGoOnOnTheNext() throws {
        let words = (1...3_000).map { "w\($0)" }.joined(separator: " ")
        let file = try Samples.deliverable(
            #"{"rows": [{"a": "\#(words)", "b": "1"}, {"a": "end"}]}"#
        )
        .file(as: .pdf)
        #expect(try #require(file.pages) > 3)
        #expect(!file.isCut)
        let text = try OtherProgram.pageLines(file.bytes).joined(separator: " ")
        let found = text.matches(of: /\bw(\d+)\b/).compactMap { Int($0.1) }
        #expect(found == Array(1...3_000))
        #expect(text.contains(" end "))
    }

    @Test func veryLongTextsAndVeryManyPagesAreCutAndSaySo() throws {
        let long = try Samples.deliverable(
            #"{"a": "\#(String(repeating: "x", count: 1_000_000))"}"#
        )
        .file(as: .pdf)
        #expect(long.isCut)
        #expect(try OtherProgram.pageLines(long.bytes).joined().contains("[cut]"))
        #expect(try #require(long.pages) < 20)
    }

    @Test func deepNestingIsShownAsItIs() throws {
        let deep = String(repeating: "[", count: 60) + "7" + String(repeating: "]", count: 60)
        let file = try Samples.deliverable(#"{"deep": \#(deep)}"#).file(as: .pdf)
        #expect(try OtherProgram.pageLines(file.bytes).joined().contains("7"))
    }

    @Test func bytesAreTheSameOnEveryThreadAndWithoutTheClock() async throws {
        let deliverable = try Samples.invoice(language: "de")
        let first = try deliverable.file(as: .pdf).bytes
        let others = await withTaskGroup(of: [UInt8]?.self) { group in
            for _ in 0..<8 {
                group.addTask { try? deliverable.file(as: .pdf).bytes }
            }
            return await group.reduce(into: [[UInt8]?]()) { $0.append($1) }
        }
        #expect(others.count == 8)
        #expect(others.allSatisfy { $0 == first })
    }

    @Test func rightToLeftTextIsReadBack() throws {
        let data = #"{"اسم": "شركة النور", "مدينة": "القاهرة", "date": "2026-11-21"}"#
        let file = try Samples.deliverable(data, title: "فاتورة", language: "ar").file(as: .pdf)
        let text = try OtherProgram.pageLines(file.bytes).joined(separator: "\n")
        // As letters, whatever their forms on the page; pdftotext reads some of the gaps between
        // Arabic letters as blanks.
        let plain = text.precomposedStringWithCompatibilityMapping.filter { $0 != " " }
        for word in ["شركة", "النور", "القاهرة", "مدينة", "فاتورة", "2026-11-21"] {
            #expect(plain.contains(word), "\(word)")
        }
    }

    @Test func scriptsWithoutAFontOfTheirOwnFamilyAreShownByOthers() throws {
        let texts = ["发票号码", "日本語の文章", "Русский", "ελληνικά", "עברית", "Łódź €5"]
        let members = texts.enumerated().map { #""f\#($0)": "\#($1)"# + "\"" }
        let file = try Samples.deliverable("{\(members.joined(separator: ", "))}", language: "zh")
            .file(as: .pdf)
        let text = try OtherProgram.pageLines(file.bytes).joined(separator: "\n")
        for word in texts { #expect(text.contains(word), "\(word)") }
    }
}
