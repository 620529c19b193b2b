import GRDB
import Redline

/// How many records wait in a spool, in the order in which they came or apart from the others.
struct SpoolCounts {
    /// Those that wait in line, by owner; nil counts those of no known owner.
    private var owners: [Owner?: Int] = [:]
    /// Those that wait apart, by the id of their workflow or interaction.
    private var delayed: [String: Int] = [:]

    /// Counts nothing.
    init() {}

    /// Counts what a file holds.
    init(_ database: Database) throws {
        for id in try String.fetchAll(database, sql: "select record_id from delayed") {
            delayed[id] = 0
        }
        let rows = try Row.fetchCursor(
            database,
            sql: """
                select owner, null as delayed, count(*) as waiting from entry
                where record_id not in (select record_id from delayed) group by owner
                union all
                select null, record_id, count(*) from entry
                where record_id in (select record_id from delayed) group by record_id
                """
        )
        while let row = try rows.next() {
            let waiting: Int = row["waiting"]
            if let id = row["delayed"] as String? {
                delayed[id, default: 0] += waiting
            } else {
                owners[(row["owner"] as String?).flatMap { Owner($0) }] = waiting
            }
        }
    }

    var isEmpty: Bool { owners.isEmpty && !hasDelayed }

    var hasReady: Bool { !owners.isEmpty }

    var hasDelayed: Bool { !delayed.isEmpty }

    mutating func add(_ entry: SpoolEntry) {
        if let count = delayed[entry.recordID] {
            delayed[entry.recordID] = count + 1
        } else {
            owners[entry.owner, default: 0] += 1
        }
    }

    mutating func remove(_ entry: SpoolEntry) {
        if let count = delayed[entry.recordID] {
            delayed[entry.recordID] = max(count - 1, 0)
        } else {
            let left = (owners[entry.owner] ?? 0) - 1
            owners[entry.owner] = left > 0 ? left : nil
        }
    }

    /// Whether a record has to wait: one of its owner's that is in line may be what it builds on,
    /// and of those that are delayed the one with its id.
    func mustWait(_ prepared: PreparedRecord) -> Bool {
        if !delayed.isEmpty, delayed[prepared.recordID] != nil { return true }
        guard !owners.isEmpty else { return false }
        guard let owner = prepared.record.owner else { return true }
        return owners[owner] != nil || owners[nil] != nil
    }
}
