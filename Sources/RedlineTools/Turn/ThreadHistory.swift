import Redline
import RedlineAnalytics
import RedlineSummaries

/// The earlier turns of a thread, as a model is given them.
struct ThreadHistory: Sendable {
    /// The turns that are looked at.
    static let turnLimit = 20
    /// The bytes of their texts together; beyond, the older turns are left out whole.
    static let byteLimit = 65_536

    let messages: [ChatMessage]
    let turns: Int

    /// The history of a thread that begins.
    static let none = ThreadHistory(newestFirst: [])

    /// Takes turns, each with what was asked and answered; those that failed are no part of it.
    init(newestFirst entries: [InteractionEntry]) {
        var kept: [InteractionEntry] = []
        var bytes = 0
        for entry in entries where !Self.hasFailed(entry) && !entry.assistantResponse.isEmpty {
            bytes += entry.userMessage.utf8.count + entry.assistantResponse.utf8.count
            guard bytes <= Self.byteLimit else { break }
            kept.append(entry)
        }
        turns = kept.count
        messages = kept.reversed().flatMap { entry in
            [
                ChatMessage(role: .user, content: entry.userMessage),
                ChatMessage(role: .assistant, content: entry.assistantResponse),
            ]
        }
    }

    /// What stands in for the answer of a turn that failed would only mislead a model.
    private static func hasFailed(_ entry: InteractionEntry) -> Bool {
        guard let metadata = entry.metadata,
            let status = try? JSONDocument(parsing: metadata).root["status"]?.string
        else { return false }
        return status != "ok"
    }
}
