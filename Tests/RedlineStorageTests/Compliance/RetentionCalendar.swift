import Redline
import RedlinePostgres
import TestSupport

@testable import RedlineStorage

/// A model of what is kept of whom.
struct RetentionCalendar {
    struct Entry: Hashable {
        /// `export`, `interaction` or `document`.
        let table: String
        let owner: String
        let id: String
        /// How many days ago it was recorded.
        let days: Int

        var kind: String { table == "interaction" ? "interaction" : "export" }
    }

    var entries: [Entry] = []
    /// What was past its time, and not held, when a run was made.
    var gone: Set<Entry> = []
    var held: Set<String> = []
    /// Everybody's days, by kind.
    var kept = ["export": 30, "interaction": 30]
    /// The days of owners, by kind.
    var agreed: [String: [String: Int]] = [:]
    private var last = 1_000

    mutating func nextNumber() -> Int {
        last += 1
        return last
    }

    func isReadable(_ entry: Entry) -> Bool {
        entry.days < agreed[entry.owner]?[entry.kind] ?? kept[entry.kind] ?? 0
    }

    mutating func mayHaveGone() {
        for entry in entries where !isReadable(entry) && !held.contains(entry.owner) {
            gone.insert(entry)
        }
    }
}

/// Records the records of a calendar.
struct CalendarRecords {
    let database: MigratedDatabase
    let pool: ConnectionPool
    let writer: RecordWriter

    /// Records something of some days ago, at times with a time of its own that is long past.
    func add(
        to calendar: inout RetentionCalendar,
        of owner: String,
        _ random: inout SplitMix64
    ) async throws {
        let number = calendar.nextNumber()
        let days = Int.random(in: 0..<44, using: &random)
        let late = Int.random(in: 0..<4, using: &random) == 0 ? min(days, 3) : days
        let time = AgedRecords.daysAgo(days)
        let accepted = AgedRecords.daysAgo(late)
        switch Int.random(in: 0..<3, using: &random) {
        case 0:
            let records = try AgedRecords.workflow(number, owner, at: time, accepted: accepted)
            guard case .recorded(let receipt) = try await writer.write(records).first else {
                return
            }
            calendar.entries.append(
                .init(table: "export", owner: owner, id: receipt.id, days: late)
            )
        case 1:
            let records = try AgedRecords.interaction(number, owner, at: time, accepted: accepted)
            guard case .recorded(let receipt) = try await writer.write(records).first else {
                return
            }
            calendar.entries.append(
                .init(table: "interaction", owner: owner, id: receipt.id, days: late)
            )
        default:
            let id = "d\(number)"
            do {
                let document = try SampleDocuments.invoice(id, owner: owner)
                _ = try await DocumentStore(pool).store(document)
            } catch is DocumentRefusal {
                return
            }
            let ago = "interval '\(days) days 30 minutes'"
            _ = try await database.column(
                "select redline.ensure_partitions('export', now() - \(ago))"
            )
            try await database.rows(
                """
                update redline.document
                set created_at = created_at - \(ago), kept_from = kept_from - \(ago)
                where document_id = '\(id)'
                """
            )
            calendar.entries.append(.init(table: "document", owner: owner, id: id, days: days))
        }
    }
}
