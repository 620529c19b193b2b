import Foundation
import Testing

/// `calibration` and `review_threshold` of items whose figures can be worked out by hand.
@Suite("Reports on confidence", .serving())
struct ConfidenceReportTests {
    /// 20 items at 0.95 and 15 at 0.8, all correct, and 5 at 0.5, of which two are not.
    private static let graded = Items(
        owner: "graded@example.com",
        [(0.95, 20, 0), (0.8, 15, 0), (0.5, 3, 2)]
    )

    @Test("have the bins and the errors that follow from 40 items")
    func calibration() async throws {
        let rows = try await report("calibration", of: Self.graded, [:])
        // Gaps of 0.1 over 5 items, 0.2 over 15 and 0.05 over 20: 4.5 over 40 together. Squares of
        // 5 * 0.25, 15 * 0.04 and 20 * 0.0025. Of the 38 * 2 pairs, 35 * 2 are in order and 6 ties.
        let totals = ",0.1125,0.2,0.0475,0.9605263157894737,40"
        let filled = [
            5: "0.5,0.6,5,0.5,0.6,0.1", 8: "0.8,0.9,15,0.8,1,0.2", 9: "0.9,1,20,0.95,1,0.05",
        ]
        let edges = ["0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1"]
        let expected = (0..<10).map { tenth in
            (filled[tenth] ?? "\(edges[tenth]),\(edges[tenth + 1]),0,,,") + totals
        }
        #expect(rows == expected)
    }

    @Test("give their totals apart in JSON, and none where there are no rows")
    func totals() async throws {
        let server = try ServerUnderTest.current
        _ = try await report("calibration", of: Self.graded, [:])
        let path = "/api/v1/reports"
        let owner = "owner=\(Self.graded.owner)"
        let totals = try await server.get("\(path)/calibration?\(owner)", server.admin)
            .json["totals"]
        #expect(totals.names == ["ece", "mce", "brier", "auroc", "count"])
        #expect(totals["count"].integer == 40)
        #expect(totals["ece"].number == 0.1125)
        let threshold = "\(path)/review_threshold?target=0.1&\(owner)"
        let found = try await server.get(threshold, server.admin).json
        #expect(found["totals"] == ["recommended_threshold": 0.8])
        let nothing = try await server.get("\(threshold)&model=m", server.admin).json
        #expect(nothing["totals"] == .null && nothing["rows"] == [])
    }

    @Test(
        "recommend the lowest confidence whose error is surely within the target",
        arguments: [("0.1", "0.8"), ("0.0989", ""), ("0.0990", "0.8"), ("0.17", "0.5"), ("0", "")]
    )
    func threshold(target: String, recommended: String) async throws {
        let rows = try await report("review_threshold", of: Self.graded, ["target": target])
        // With no error among n items the Wilson bound is z² / (n + z²), with z² = 3.841458881296.
        let expected = (0...100).map { hundredth in
            let figures =
                switch hundredth {
                case ...50: "1,0.05,0.16503877495105868"
                case ...80: "0.875,0,0.0989009937303319"
                case ...95: "0.5,0,0.16112516018512965"
                default: "0,,"
                }
            return "\(Double(hundredth) / 100),\(figures),\(recommended)"
                .replacing(/^(\d)\.0,/) { "\($0.1)," }
        }
        #expect(Rounded.lines(rows) == Rounded.lines(expected))
    }

    @Test("decide bins and thresholds by the decimals as they were written")
    func decimals() async throws {
        // In floating point 0.29, 0.57 and 0.58 times 100 come out below 29, 57 and 58, and
        // 0.6999999999999999 times 10 as 7.
        let confidences = [0, 0.29, 0.3, 0.57, 0.58, 0.6999999999999999, 0.7, 1]
        let items = Items(owner: "edges@example.com", confidences.map { ($0, 1, 0) })
        let bins = try await report("calibration", of: items, [:]).map { $0.split(separator: ",") }
        #expect(bins.map { "\($0[2])" } == ["1", "0", "1", "1", "0", "2", "1", "1", "0", "1"])
        // No item is incorrect: there is nothing to outrank.
        #expect(bins.allSatisfy { $0.count < 11 })
        let rows = try await report("review_threshold", of: items, [:])
            .map { $0.split(separator: ",") }
        let coverage = Dictionary(uniqueKeysWithValues: rows.map { ("\($0[0])", "\($0[1])") })
        let expected = [
            ("0.28", "0.875"), ("0.29", "0.875"), ("0.3", "0.75"), ("0.57", "0.625"),
            ("0.58", "0.5"), ("0.59", "0.375"), ("0.69", "0.375"), ("0.7", "0.25"), ("1", "0.125"),
        ]
        for (threshold, share) in expected {
            #expect(coverage[threshold] == share, "\(threshold)")
        }
    }

    @Test("count what the filters leave, and nothing where they leave nothing")
    func filters() async throws {
        let items = Items(owner: "filters@example.com", [(0.9, 2, 1)], document: 0.7)
        let counts = [
            ([:], "4"), (["items": "field"], "3"), (["items": "document"], "1"),
            (["field": "/item1"], "1"), (["field": "/item"], "0"), (["model": "reader"], "4"),
            (["model": "m"], "0"), (["document_type": "form"], "4"), (["document_type": "x"], "0"),
            (["field": "/item1", "items": "document"], "0"), (["to": "2020-01-01"], "0"),
        ]
        for (filter, count) in counts {
            let bins = try await report("calibration", of: items, filter)
            #expect(bins.count == 10)
            #expect(bins.allSatisfy { $0.hasSuffix(",\(count)") }, "\(filter)")
            let thresholds = try await report("review_threshold", of: items, filter)
            #expect(thresholds.count == (count == "0" ? 0 : 101), "\(filter)")
        }
        let empty = try await report("calibration", of: items, ["model": "m"])
        #expect(empty[0] == "0,0.1,0,,,,,,,,0")
    }

    @Test(
        "refuse a kind of items that there is not",
        arguments: ["calibration", "review_threshold"]
    )
    func unknownItems(name: String) async throws {
        let server = try ServerUnderTest.current
        let answer = try await server.get("/api/v1/reports/\(name)?items=fields", server.admin)
        answer.expectProblem(400, "invalid_parameter", at: ["/items"])
        let result = try await server.database.redline(
            ["report", name, "--set", "items=fields"]
        )
        #expect(result.status != 0)
        #expect(result.stderr.contains("items are all, field or document"), "\(result.stderr)")
    }

    /// The lines of a report's CSV below the heading, once the items are recorded.
    private func report(
        _ name: String,
        of items: Items,
        _ arguments: [String: String]
    ) async throws -> [String] {
        let server = try ServerUnderTest.current
        let lines = try items.records.joined(separator: "\n")
        let ingested = try await server.database.redline(["ingest"], stdin: Array(lines.utf8))
        #expect(ingested.status == 0, "\(ingested.stderr)")
        let query = arguments.map { "&\($0.key)=\($0.value)" }.joined()
        let answer = try await server.get(
            "/api/v1/reports/\(name)?format=csv&owner=\(items.owner)\(query)",
            server.admin
        )
        #expect(answer.status == 200, "\(answer.text)")
        return answer.text.split(separator: "\n").dropFirst().map(String.init)
    }
}

/// Fields with a confidence each, some correct and some not, as the stages of one document; and
/// where it is asked for, an untouched document with a confidence in the whole.
private struct Items {
    let owner: String
    private let grades: [(confidence: Double, isCorrect: Bool)]
    private let document: Double?

    init(
        owner: String,
        _ grades: [(confidence: Double, correct: Int, incorrect: Int)],
        document: Double? = nil
    ) {
        self.owner = owner
        self.document = document
        self.grades = grades.flatMap { grade in
            Array(repeating: (grade.confidence, true), count: grade.correct)
                + Array(repeating: (grade.confidence, false), count: grade.incorrect)
        }
    }

    /// The same records whenever they are asked for: to record them again changes nothing.
    var records: [String] {
        get throws {
            var original: [String: JSON] = [:]
            var modified: [String: JSON] = [:]
            var confidences: [String: JSON] = [:]
            for (position, grade) in grades.enumerated() {
                let name = "item\(position)"
                original[name] = "read"
                modified[name] = grade.isCorrect ? "read" : "mended"
                confidences["/\(name)"] = .number(grade.confidence)
            }
            var stages = self.stages("1", .object(original), .object(modified))
            stages[0]["field_confidence"] = .object(confidences)
            if let document {
                var others = self.stages("2", ["total": 1], ["total": 1])
                others[0]["initial_summary_metadata"]["confidence_score"] = .number(document)
                stages += others
            }
            return try stages.map { try $0.text }
        }
    }

    private func stages(_ number: String, _ original: JSON, _ modified: JSON) -> [JSON] {
        let digits = owner.utf8.reduce(0) { ($0 * 31 + Int($1)) % 100_000_000 } + 100_000_000
        let head: [String: JSON] = [
            "export_workflow_id": .string("00000000-0000-4000-800\(number)-000\(digits)"),
            "owner_email": .string(owner),
        ]
        let first: [String: JSON] = [
            "stage": "initial_ai_summary", "document_id": "items",
            "source": ["document_type": "form", "extraction_method": "OCR"],
            "initial_extracted_data": original, "ai_initial_summary": "items",
            "initial_summary_metadata": ["ai_model": "reader"],
        ]
        let second: [String: JSON] = [
            "stage": "user_modifications", "original_data": original, "modified_data": modified,
            "user_preferences": [
                "transformation_instructions": "", "export_format": "csv",
                "document_template": "standard",
            ],
            "user_actions": ["editing_time_seconds": 30],
        ]
        return [first, second].map { .object($0.merging(head) { own, _ in own }) }
    }
}

/// Lines of figures that may differ in the last of their digits.
private enum Rounded {
    static func lines(_ lines: [String]) -> [String] {
        lines.map { line in
            line.split(separator: ",", omittingEmptySubsequences: false)
                .map { cell in Double(cell).map { "\(($0 * 1e12).rounded() / 1e12)" } ?? "\(cell)" }
                .joined(separator: ",")
        }
    }
}
