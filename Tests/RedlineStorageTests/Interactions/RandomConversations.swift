import Redline
import TestSupport

@testable import RedlineStorage

/// Messages of a few threads that often say nearly the same, many of them at the same moment.
struct RandomConversations {
    struct Message {
        let id: String
        let owner: String
        let thread: String?
        let text: String
        let time: Timestamp

        func prepared(at acceptedAt: Timestamp) throws -> PreparedRecord {
            let thread = thread.map { "\"thread_id\":\"\($0)\"," } ?? ""
            let record = """
                {"interaction_id":"\(id)","user_id":"\(owner)",\(thread)"timestamp":"\(time)",\
                "user_message":"\(text)","assistant_response":"Yes."}
                """
            return try PreparedRecord(
                try Record(JSONDocument(parsing: record)),
                acceptedAt: acceptedAt
            )
        }
    }

    private var random: SplitMix64
    /// The messages, each once.
    private(set) var messages: [Message] = []

    private static let texts = [
        "where is my order", "where is my order?", "where was my order", "WHERE IS MY ORDER",
        "cancel it please", "cancel this please", "cancel", "\u{1F600}\u{1F600}\u{1F600}\u{1F600}x",
        "\u{1F600}\u{1F600}\u{1F600}\u{1F600}y", "no", "",
    ]

    init(seed: UInt64, now: Timestamp) {
        random = SplitMix64(seed: seed)
        let start = now.adding(days: -14).microseconds
        for number in 0..<180 {
            let text = random.pick(Self.texts)
            // A few minutes of each of several days, so that messages meet in one instant.
            let day = Int64.random(in: 0..<10, using: &random) * 86_400_000_000
            let minute = Int64.random(in: 0..<8, using: &random) * 60_000_000
            messages.append(
                Message(
                    id: "m\(number * 7919 % 180)",
                    owner: random.pick(["ada@example.com", "bob"]),
                    thread: random.oneIn(8) ? nil : random.pick(["t1", "t2", "T1"]),
                    text: text.isEmpty ? "message \(number)" : text,
                    time: Timestamp(microseconds: start + day + minute)
                )
            )
        }
    }

    /// The records with some of them twice, in any order.
    mutating func shuffled(_ records: [PreparedRecord]) -> [PreparedRecord] {
        var arrival = records
        for _ in 0..<(records.count / 5) { arrival.append(random.pick(records)) }
        return arrival.shuffled(using: &random)
    }

    mutating func batches(of records: [PreparedRecord]) -> [[PreparedRecord]] {
        random.batches(of: records)
    }

    /// What each message should be marked as, by one pass over the messages in the order of time.
    func expected() -> [String] {
        var last: [String: String] = [:]
        let inOrder = messages.sorted { ($0.time, $0.id) < ($1.time, $1.id) }
        return inOrder.map { message in
            var isRepeat = false
            if let thread = message.thread {
                let key = "\(message.owner) \(thread)"
                if let before = last[key] { isRepeat = Self.areAlike(before, message.text) }
                last[key] = message.text
            }
            return "\(message.id) \(message.owner) \(isRepeat)"
        }.sorted()
    }

    /// Whether 1 - distance / longer length is at least 0.8, by the plain recurrence.
    private static func areAlike(_ a: String, _ b: String) -> Bool {
        let x = Array(a.unicodeScalars)
        let y = Array(b.unicodeScalars)
        var row = Array(0...y.count)
        for i in 1...x.count {
            var diagonal = row[0]
            row[0] = i
            for j in 1...y.count {
                let substitution = diagonal + (x[i - 1] == y[j - 1] ? 0 : 1)
                diagonal = row[j]
                row[j] = min(substitution, row[j] + 1, row[j - 1] + 1)
            }
        }
        return row[y.count] * 5 <= max(x.count, y.count)
    }
}
