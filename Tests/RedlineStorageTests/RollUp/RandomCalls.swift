import Redline
import TestSupport

@testable import RedlineStorage

/// Interactions of a few owners over some days, with models, times and calls of tools that fail.
struct RandomCalls {
    private var random: SplitMix64
    /// The records, each once.
    private(set) var records: [PreparedRecord] = []

    private static let owners = ["ada@example.com", "bob", "\u{E9}va@example.com", "eva"]
    private static let messages = [
        "show my tasks", "show my task", "Show my tasks!", "my tasks: show", "cancel it",
        "Cancel it", "it: cancel", "where is order 1", "where is order 2", "Where is my order 33?",
    ]
    private static let errors = [
        "no parcel 00340434 within 30 s", "no parcel 7 within 5 s", "connection refused", "",
    ]

    init(seed: UInt64, now: Timestamp, count: Int = 160) throws {
        random = SplitMix64(seed: seed)
        for number in 0..<count { records.append(try record(number, now)) }
    }

    /// The records with some of them twice, in any order and in batches.
    mutating func batches() -> [[PreparedRecord]] {
        var arrival = records
        for _ in 0..<(records.count / 5) { arrival.append(random.pick(records)) }
        return random.batches(of: arrival.shuffled(using: &random))
    }

    private mutating func record(_ number: Int, _ now: Timestamp) throws -> PreparedRecord {
        let back = Int64.random(in: 0..<(12 * 86_400_000_000), using: &random)
        let time = Timestamp(microseconds: now.microseconds - back)
        var members = [
            "\"interaction_id\":\"i\(number)\"",
            "\"user_id\":\"\(random.pick(Self.owners))\"",
            "\"timestamp\":\"\(time)\"",
            "\"user_message\":\"\(random.pick(Self.messages))\"",
            "\"assistant_response\":\"Yes.\"",
        ]
        if !random.oneIn(6) {
            members.append("\"thread_id\":\"t\(Int.random(in: 0..<5, using: &random))\"")
        }
        var metadata: [String] = []
        if !random.oneIn(5) { metadata.append("\"model\":\"\(random.pick(["a", "b"]))\"") }
        if !random.oneIn(5) { metadata.append("\"source\":\"\(random.pick(["web", "app"]))\"") }
        if !random.oneIn(4) { metadata.append("\"latency_ms\":\(milliseconds())") }
        if !random.oneIn(4) { metadata.append("\"tokens_used\":\(number * 13)") }
        members.append("\"metadata\":{\(metadata.joined(separator: ","))}")
        let calls = (0..<random.pick([0, 0, 1, 3])).map { _ in call() }
        if !calls.isEmpty { members.append("\"tool_calls\":[\(calls.joined(separator: ","))]") }
        return try PreparedRecord(
            try Record(JSONDocument(parsing: "{\(members.joined(separator: ","))}")),
            acceptedAt: now
        )
    }

    private mutating func call() -> String {
        let tool = "\"tool_name\":\"\(random.pick(["find", "track", "pay"]))\",\"arguments\":{}"
        let duration = random.oneIn(3) ? "" : ",\"duration_ms\":\(milliseconds())"
        guard random.oneIn(3) else { return "{\(tool),\"status\":\"success\"\(duration)}" }
        let error = random.pick(Self.errors)
        let text = error.isEmpty ? "" : ",\"error\":\"\(error)\""
        return "{\(tool),\"status\":\"error\"\(text)\(duration)}"
    }

    /// From nothing to minutes.
    private mutating func milliseconds() -> Double {
        random.oneIn(12) ? 0 : Double(Int.random(in: 1...2_000_000, using: &random)) / 13
    }
}
