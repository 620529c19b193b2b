import Redline
import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

@Suite("Retention by owner, on any calendar")
struct OwnRetentionCalendarTests {
    private static let actor = AuditActor.user("test")

    @Test(
        "shows nothing past its owner's own time, removes that, and keeps what is held or in its time",
        arguments: [5, 23, 71]
    )
    func calendars(seed: UInt64) async throws {
        try await MigratedDatabase.with { database in
            var random = SplitMix64(seed: seed)
            let pool = ConnectionPool(database.options, limits: .init(connections: 2))
            let retention = Retention(pool)
            let holds = OwnerHolds(pool)
            let erasures = OwnerErasures(pool, database.options)
            let rollUps = RollUps(database.options)
            let writer = RecordWriter(database.options)
            let records = CalendarRecords(database: database, pool: pool, writer: writer)
            var calendar = RetentionCalendar()
            for step in 0..<32 {
                let name = "o\(Int.random(in: 0..<4, using: &random))@example.com"
                let owner = try #require(Owner(name))
                let kind = Bool.random(using: &random) ? "export" : "interaction"
                let retentionKind = try #require(RetentionKind(rawValue: kind))
                switch Int.random(in: 0..<10, using: &random) {
                case 0, 1, 2:
                    for _ in 0..<4 { try await records.add(to: &calendar, of: name, &random) }
                case 3:
                    _ = try await holds.hold(owner, reason: "step \(step)", by: Self.actor)
                    calendar.held.insert(name)
                case 4:
                    _ = try await holds.release(owner, id: nil, by: Self.actor)
                    calendar.held.remove(name)
                case 5, 6:
                    let days = [2, 15, 35, 60][Int.random(in: 0..<4, using: &random)]
                    try await retention.agree(
                        retentionKind,
                        days: days,
                        of: owner,
                        by: Self.actor
                    )
                    calendar.agreed[name, default: [:]][kind] = days
                case 7:
                    let wasSet = try await retention.lift(retentionKind, of: owner, by: Self.actor)
                    #expect(wasSet == (calendar.agreed[name]?[kind] != nil))
                    calendar.agreed[name]?[kind] = nil
                case 8 where step % 3 == 0:
                    do {
                        _ = try await erasures.erase(
                            owner,
                            evenIfAbsent: true,
                            spool: nil,
                            by: Self.actor
                        )
                        #expect(!calendar.held.contains(name))
                        calendar.entries.removeAll { $0.owner == name }
                        calendar.agreed[name] = nil
                    } catch let error as ComplianceError {
                        #expect(error == .held && calendar.held.contains(name))
                    }
                default:
                    let days = [10, 30, 40][Int.random(in: 0..<3, using: &random)]
                    try await retention.set(retentionKind, days: days, by: Self.actor)
                    calendar.kept[kind] = days
                    try await rollUps.catchUp()
                    let run = try await retention.run(by: Self.actor)
                    #expect(run?.left == 0)
                    calendar.mayHaveGone()
                    try await Self.expectRemoved(calendar, in: database)
                }
                try await Self.expect(calendar, in: database)
            }
            await rollUps.close()
            await writer.close()
            await pool.shutdown()
        }
    }

    /// The records of each table by their ids, and who sees them.
    private static let tables = [
        (name: "export", column: "workflow_id", relation: "export_stage", reader: "redline_miner"),
        (name: "export", column: "workflow_id", relation: "correction", reader: "redline_miner"),
        (name: "export", column: "workflow_id", relation: "workflow", reader: "redline_miner"),
        (
            name: "interaction", column: "interaction_id", relation: "interaction",
            reader: "redline_miner"
        ),
        (
            name: "interaction", column: "interaction_id", relation: "tool_call",
            reader: "redline_miner"
        ),
        (
            name: "interaction", column: "interaction_id", relation: "interaction_key",
            reader: "redline_miner"
        ),
        (name: "document", column: "document_id", relation: "document", reader: nil),
    ]

    private static func expect(
        _ calendar: RetentionCalendar,
        in database: MigratedDatabase
    ) async throws {
        for table in tables {
            let ids = "select distinct \(table.column)::text from redline.\(table.relation)"
            let entries = calendar.entries.filter { $0.table == table.name }
            let there = Set(try await database.column(ids))
            let certain = entries.filter { !calendar.gone.contains($0) }.map(\.id)
            #expect(there.isSuperset(of: certain), "\(table.relation)")
            #expect(there.isSubset(of: entries.map(\.id)), "\(table.relation)")
            let readable = entries.filter { calendar.isReadable($0) && there.contains($0.id) }
            if let reader = table.reader {
                let seen = try await database.column(ids, role: reader)
                #expect(Set(seen) == Set(readable.map(\.id)), "\(table.relation)")
            }
            for owner in Set(entries.map(\.owner)) {
                let own = try await database.column(ids, role: "redline_owner", owner: owner)
                let expected = readable.filter { $0.owner == owner }
                #expect(Set(own) == Set(expected.map(\.id)), "\(table.relation) of \(owner)")
            }
            let held = entries.filter {
                calendar.held.contains($0.owner) && there.contains($0.id)
            }
            let compliance = try await database.column(ids, role: "redline_compliance")
            #expect(Set(compliance) == Set((readable + held).map(\.id)), "\(table.relation)")
        }
    }

    /// After a run nothing lies on the disk that is past the time of its owner's own.
    private static func expectRemoved(
        _ calendar: RetentionCalendar,
        in database: MigratedDatabase
    ) async throws {
        for table in tables {
            let there = Set(
                try await database.column(
                    "select distinct \(table.column)::text from redline.\(table.relation)"
                )
            )
            let left = calendar.entries.filter { entry in
                entry.table == table.name && there.contains(entry.id)
                    && calendar.agreed[entry.owner]?[entry.kind] != nil
                    && !calendar.isReadable(entry) && !calendar.held.contains(entry.owner)
            }
            #expect(left.isEmpty, "\(table.relation)")
        }
    }
}
