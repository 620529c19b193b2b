import Redline
import TestSupport

@testable import RedlineStorage

/// Workflows of several owners, each with any of the stages of one or two revisions.
struct RandomWorkflows {
    private var random: SplitMix64
    /// When the first record was accepted; the others were within the hour after it.
    private let now: Timestamp
    /// The most work of a comparison that is made before its record is stored.
    private let atOnce: MeasuringWork
    /// Each record once, in the order of owners, workflows, revisions and stages.
    private(set) var records: [PreparedRecord] = []

    private static let owners = ["ada@example.com", "bob", "\u{E9}va@example.com", "eva"]
    private static let words = ["the", "total", "of", "ACME", "Corp", "is", "100", "EUR", "due"]

    init(
        seed: UInt64,
        now: Timestamp,
        atOnce: MeasuringWork = .atOnceLimit
    ) throws {
        self.atOnce = atOnce
        random = SplitMix64(seed: seed)
        self.now = now
        var ids: [String] = []
        for owner in Self.owners {
            for _ in 0..<6 {
                // Sometimes the id of another owner's workflow.
                let id = !ids.isEmpty && random.oneIn(6) ? random.pick(ids) : makeID()
                guard !records.contains(where: { $0.isStage(of: owner, id) }) else { continue }
                ids.append(id)
                try addWorkflow(id, owner)
            }
        }
    }

    /// The records with some of them twice, in any order.
    mutating func arrival() -> [PreparedRecord] {
        var arrival = records
        for _ in 0..<(records.count / 4) { arrival.append(random.pick(records)) }
        return arrival.shuffled(using: &random)
    }

    mutating func batches(of arrival: [PreparedRecord]) -> [[PreparedRecord]] {
        random.batches(of: arrival)
    }

    /// A UUIDv7 of these weeks, one of a time far off, or a UUIDv4.
    private mutating func makeID() -> String {
        var id = WorkflowID(at: moment(), using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            id = WorkflowID(high: id.high & ~0xF000 | 0x4000, low: id.low)
        case 1:
            id = WorkflowID(at: now.adding(days: -1_000), using: &random)
        default: break
        }
        return "\(id)"
    }

    /// A time of the last three weeks.
    private mutating func moment() -> Timestamp {
        let back = Int64.random(in: 0..<21 * 86_400_000_000, using: &random)
        return Timestamp(microseconds: now.microseconds - back)
    }

    private mutating func addWorkflow(_ id: String, _ owner: String) throws {
        let isTimed = !random.oneIn(3)
        for revision in 1...(random.oneIn(3) ? 2 : 1) {
            for stage in ExportStage.allCases where !random.oneIn(4) {
                var head = """
                    {"stage":"\(stage.name)","export_workflow_id":"\(id)",\
                    "owner_email":"\(owner)","revision":\(revision),
                    """
                if isTimed && !random.oneIn(5) { head += "\"timestamp\":\"\(moment())\"," }
                let record = try Record(JSONDocument(parsing: head + body(of: stage) + "}"))
                let delay = Int64.random(in: 0..<3_600_000_000, using: &random)
                let accepted = Timestamp(microseconds: now.microseconds + delay)
                records.append(
                    try PreparedRecord(record, acceptedAt: accepted, atOnce: atOnce)
                )
            }
        }
    }

    private mutating func body(of stage: ExportStage) -> String {
        switch stage {
        case .initialAISummary:
            """
            "document_id":"D","source":{"document_type":"\(random.pick(["invoice", "receipt"]))",\
            "extraction_method":"OCR"\(maybe("di_confidence", confidence()))},\
            "initial_extracted_data":\(document()),"ai_initial_summary":"\(text())",\
            "initial_summary_metadata":{"ai_model":"\(random.pick(["m", "n"]))"\(metadata())}\
            \(maybe("field_confidence", fieldConfidence()))
            """
        case .userModifications:
            """
            "original_data":\(document()),"modified_data":\(document()),\
            "user_preferences":{"transformation_instructions":"",\
            "export_format":"\(random.pick(["csv", "pdf"]))",\
            "document_template":"\(random.pick(["standard", "detailed"]))"},\
            "user_actions":{"editing_time_seconds":\(random.pick([0, 3, 200.5]))\
            \(maybe("fields_edited_count", random.pick(["0", "2"])))\
            \(maybe("edits_per_minute", random.pick(["0", "7.5"])))}
            """
        case .finalSummaryAndDeliverable:
            """
            "ai_final_summary":"\(text())",\
            "final_summary_metadata":{"ai_model":"m"\(metadata())},"workflow_summary":{\
            "a":0\(maybe("total_time_seconds", random.pick(["0", "2", "900.25"])))\
            \(maybe("ai_processing_accuracy", random.pick(["1", "0.875"])))\
            \(maybe("final_output_quality", confidence()))},"deliverable":{"filename":"f",\
            "file_size_bytes":\(random.oneIn(6) ? 0 : 1),"file_format":"\(random.pick(["csv", "json"]))",\
            "content_hash":"sha256:\(String(repeating: "0", count: 64))"}
            """
        case .userFeedback: "\"satisfaction_rating\":\(Int.random(in: 1...5, using: &random))"
        }
    }

    /// A member that is there more often than not, after others.
    private mutating func maybe(_ name: String, _ value: String) -> String {
        random.oneIn(3) ? "" : ",\"\(name)\":\(value)"
    }

    /// The rest of a summary's metadata.
    private mutating func metadata() -> String {
        maybe("confidence_score", confidence())
            + maybe(
                "processing_time_ms",
                "\(Double(Int.random(in: 0...90_000, using: &random)) / 8)"
            )
            + maybe("tokens_used", "\(Int.random(in: 0...3_000, using: &random))")
    }

    private mutating func fieldConfidence() -> String {
        let scored = ["vendor", "/lines", "/lines/0/price", "/lines/1", "/nothing"]
            .filter { _ in !random.oneIn(3) }
        return "{" + scored.map { "\"\($0)\":\(confidence())" }.joined(separator: ",") + "}"
    }

    /// One of few, so that many items have the same.
    private mutating func confidence() -> String {
        "\(Double(Int.random(in: 0...8, using: &random)) / 8)"
    }

    private mutating func document() -> String {
        let lines = (0..<Int.random(in: 0...3, using: &random)).map { _ in
            "{\"sku\":\"\(random.pick(Self.words))\",\"price\":\(random.pick([1, 2, 3]))}"
        }
        return "{\"vendor\":\"\(text())\",\"lines\":[\(lines.joined(separator: ","))]}"
    }

    private mutating func text() -> String {
        (0..<Int.random(in: 1...7, using: &random)).map { _ in random.pick(Self.words) }
            .joined(separator: " ")
    }
}

extension PreparedRecord {
    fileprivate func isStage(of owner: String, _ id: String) -> Bool {
        record.owner?.name == owner && recordID == id
    }
}
