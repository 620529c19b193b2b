import Foundation
import Testing

@Suite("Real confidences", .enabled(if: SharedData.isThere))
struct CalibrationDataTests {
    static let files = [
        ("calibration/sroie-ocr_fields", "sroie-ocr_fields"),
        ("calibration/sroie-ocr_lines", "sroie-ocr_lines"),
        ("edit-rate/mlqe-pe_en-de", "mlqe-pe_en-de"),
        ("edit-rate/mlqe-pe_en-zh", "mlqe-pe_en-zh"),
        ("edit-rate/mlqe-pe_et-en", "mlqe-pe_et-en"),
    ]

    @Test("are as well calibrated as an independent reference finds", arguments: files)
    func reference(file: String, name: String) async throws {
        let lines = try await Mapped.lines("map_calibration.py", "\(file).ndjson.gz")
        let reference = try JSON(
            parsing: SharedData.bytes("reference/calibration_left_\(name).json")
        )["groups"]["ALL"]
        let database = try await TestDatabase.migrated()
        let ingested = try await database.redline(
            ["ingest"],
            stdin: Array(lines.joined(separator: "\n").utf8)
        )
        #expect(ingested.status == 0)
        let result = try await database.redline(["report", "calibration", "--format", "ndjson"])
        let rows = try result.text.split(separator: "\n").map { try JSON(parsing: String($0)) }
        let totals = try #require(rows.first)
        // The reference's edges are floating-point numbers, and three of them a bit above the decimal:
        // items that lie just there are in the bin below, and the two bins are not ours.
        let confidences = try await Mapped.source("\(file).ndjson.gz")
            .map { try JSON(parsing: $0)["confidence"].number }
        let onEdge = [3, 6, 7].filter { confidences.contains(Double($0) / 10) }
        #expect(onEdge == (name == "sroie-ocr_lines" ? [7] : []))
        for (ours, theirs) in [
            ("ece", "ece"), ("mce", "mce"), ("brier", "brier"), ("auroc", "auroc"),
            ("total_count", "n"),
        ] where ours != "mce" || onEdge.isEmpty {
            Self.expect(totals[ours], reference[theirs], "\(ours)")
        }
        let bins = reference["bins"].elements
        #expect(rows.count == 10 && bins.count == 10)
        for (position, (row, bin)) in zip(rows, bins).enumerated()
        where !onEdge.contains(position) && !onEdge.contains(position + 1) {
            for (ours, theirs) in [
                ("bin_low", "lo"), ("bin_high", "hi"), ("count", "n"),
                ("mean_confidence", "mean_conf"), ("accuracy", "accuracy"),
            ] {
                Self.expect(row[ours], bin[theirs], "\(bin["bin"]) \(ours)")
            }
        }
        try await database.drop()
    }

    private static func expect(_ found: JSON, _ expected: JSON, _ what: String) {
        guard let number = found.number, let wanted = expected.number else {
            #expect(found == .null && expected == .null, "\(what): \(found), \(expected)")
            return
        }
        #expect(abs(number - wanted) <= 1e-9, "\(what): \(number), \(wanted)")
    }
}
