import Foundation
import Synchronization

/// What was sent, and what its senders were told.
final class ChaosLedger: Sendable {
    /// One record and the answers to all attempts at it.
    struct Entry: Sendable {
        let record: ChaosRecord
        var answers: Set<ChaosAnswer> = []

        /// Whether it was answered 201 or 202 at least once.
        var isPromised: Bool { answers.contains(where: \.isPromise) }
    }

    private struct State {
        var entries: [ChaosRecord.Key: Entry] = [:]
        var attempts: [ChaosAnswer: Int] = [:]
        var retries = 0
        var longest = Duration.zero
        var complaints: [String] = []
    }

    private let state = Mutex(State())

    /// Notes that records are about to be sent; again, where they were before.
    func open(_ records: [ChaosRecord]) {
        state.withLock { state in
            for record in records {
                if state.entries[record.key] != nil { state.retries += 1 }
                state.entries[record.key, default: Entry(record: record)].answers.formUnion([])
            }
        }
    }

    /// Notes what their sender was told, and after how long.
    func note(_ records: [ChaosRecord], _ answer: ChaosAnswer, after time: Duration) {
        state.withLock { state in
            for record in records {
                state.entries[record.key]?.answers.insert(answer)
                state.attempts[answer, default: 0] += 1
            }
            if answer != .unanswered { state.longest = max(state.longest, time) }
        }
    }

    /// Notes an answer that nobody should get.
    func complain(_ complaint: String) {
        state.withLock { $0.complaints.append(complaint) }
    }

    /// How many attempts had that answer so far.
    func count(_ answer: ChaosAnswer) -> Int {
        state.withLock { $0.attempts[answer] ?? 0 }
    }

    var entries: [ChaosRecord.Key: Entry] { state.withLock(\.entries) }
    var complaints: [String] { state.withLock(\.complaints) }

    /// A few lines for people.
    var tally: String {
        let state = state.withLock(\.self)
        let attempts = ChaosAnswer.allCases.map { "\($0.rawValue) \(state.attempts[$0] ?? 0)" }
        let promised = state.entries.values.filter(\.isPromised).count
        let seconds = (state.longest / .seconds(1)).formatted(.number.precision(.fractionLength(1)))
        return """
            records   \(state.entries.count), of them answered 201 or 202: \(promised)
            attempts  \(attempts.joined(separator: ", ")); again: \(state.retries)
            longest   \(seconds) s to an answer
            """
    }
}
