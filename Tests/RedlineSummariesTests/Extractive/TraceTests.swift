import Redline
import RedlineSummaries
import TestSupport
import Testing

/// Every word of the built-in summariser is its own, a name or value of the fields that the
/// statement cites, or a count of them.
@Suite struct TraceTests {
    /// The words that sentences are made with.
    private static let ownWords = Set(
        """
        the this is of and a an are there has holds no field fields list under entry entries largest
        was read with confidence only document value for nor further person changed one several
        among them set to not together does add up all before find out which these wrong compare
        what low itself see whether keep in view
        """.split(whereSeparator: \.isWhitespace).map(String.init)
    )

    private static let names = [
        "total", "subtotal", "tax", "currency", "invoice_number", "invoice_date", "due_date",
        "vendor", "vendor_name", "customer", "line_items", "items", "amount", "description",
        "name", "tags", "notes", "paid", "parties", "confidence", "value", "total_amount",
    ]

    private static func tokens(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    /// A document of random fields, each with a value that no other field has.
    private struct RandomDocument {
        var random: SplitMix64
        var serial = 1_000

        mutating func object(_ depth: Int) -> String {
            var members: [String] = []
            for _ in 0..<Int.random(in: 0...7, using: &random) {
                let name = TraceTests.names.randomElement(using: &random) ?? "name"
                members.append("\"\(name)\":\(value(depth))")
            }
            return "{\(members.joined(separator: ","))}"
        }

        mutating func value(_ depth: Int) -> String {
            serial += 1
            switch Int.random(in: 0..<(depth > 3 ? 8 : 12), using: &random) {
            case 0: return "null"
            case 1: return "\"\""
            case 2, 3: return "\(serial).5"
            case 4: return "\"2026-0\(serial % 9 + 1)-1\(serial % 9)\""
            case 5: return "\"v\(serial)\\nw\(serial) x\(serial) y\(serial) z\(serial)\""
            case 6: return "0.\(serial)"
            case 7: return "\"v\(serial)\""
            case 8, 9: return object(depth + 1)
            default:
                let elements = (0..<Int.random(in: 0...4, using: &random)).map { _ in
                    value(depth + 1)
                }
                return "[\(elements.joined(separator: ","))]"
            }
        }
    }

    private static func value(_ pointer: String, in data: JSONView) -> JSONView? {
        var value: JSONView? = data
        for part in pointer.split(separator: "/") {
            let name = String(part).replacing("~1", with: "/").replacing("~0", with: "~")
            if value?.kind == .array, let place = Int(part) {
                value = value.map(\.elements).flatMap { place < $0.count ? $0[place] : nil }
            } else {
                value = value?[name]
            }
        }
        return value
    }

    /// The words that a statement may have because it cites a field.
    private static func words(
        of field: FieldReference,
        in request: SummaryRequest,
        original: JSONView? = nil
    ) -> [String]? {
        let holder: JSONView? =
            switch field.origin {
            case .data: request.data
            case .fieldConfidence: request.fieldConfidence
            case .source: request.source
            case .originalData: original
            }
        guard let holder, let value = value(field.pointer, in: holder) else { return nil }
        var words = tokens(field.pointer.replacing("~1", with: "/").replacing("_", with: " "))
        switch value.kind {
        case .array: words.append(String(value.count))
        case .object: words.append(String(value.leafCount))
        default: words += tokens(value.string ?? value.text)
        }
        return words
    }

    @Test(arguments: 0..<UInt64(16))
    func everyStatementIsOfTheFieldsThatItCites(seed: UInt64) async throws {
        var documents = RandomDocument(random: SplitMix64(seed: seed))
        for _ in 0..<25 {
            let data = documents.object(0)
            let view = try SampleRequest.view(data)
            var confidences = JSONWriter()
            confidences.beginObject()
            for (name, _) in view.members {
                confidences.name("/\(name)")
                confidences.number(Double(Int.random(in: 0...100, using: &documents.random)) / 100)
            }
            confidences.endObject()
            let request = try SampleRequest.first(
                "invoice",
                data,
                source: #"{"document_type":"invoice","di_confidence":0.5}"#,
                confidences: confidences.text
            )
            let summary = await ExtractiveSummariser().summarise(request)
            #expect(!summary[.executiveSummary].isEmpty)
            try check(summary, of: request)
            let again = await ExtractiveSummariser().summarise(request)
            #expect(again.parts == summary.parts)
        }
    }

    private func check(
        _ summary: Summary,
        of request: SummaryRequest,
        original: JSONView? = nil
    ) throws {
        for statement in SummaryPart.allCases.flatMap({ summary[$0] }) {
            var allowed = Self.ownWords
            for field in statement.fields {
                let words = Self.words(of: field, in: request, original: original)
                allowed.formUnion(try #require(words, "\(field)"))
            }
            #expect(!statement.fields.isEmpty)
            let strange = Self.tokens(statement.text).filter { !allowed.contains($0) }
            #expect(strange == [], "\(statement.text) \(statement.fields) \(request.data.text)")
        }
    }

    @Test(arguments: 100..<UInt64(116))
    func everyStatementOfAFinalSummaryIsTooWhateverAPersonChanged(seed: UInt64) async throws {
        var documents = RandomDocument(random: SplitMix64(seed: seed))
        for template in ["standard", "executive_summary", "detailed", "financial", "own"] {
            for _ in 0..<5 {
                let original = documents.object(0)
                var request = try SampleRequest.final(
                    "invoice",
                    original,
                    documents.object(0),
                    template: template,
                    priorityFields: ["total", "/vendor/name", "notes"]
                )
                request.source = try SampleRequest.view(#"{"document_type":"invoice"}"#)
                let summary = await ExtractiveSummariser().summarise(request)
                try check(summary, of: request, original: try SampleRequest.view(original))
            }
        }
    }
}
