import Redline
import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

extension ErasureTests {
    @Test("of somebody of whom nothing is held does nothing, unless that is meant")
    func absent() async throws {
        try await MigratedDatabase.with { database in
            let owner = try #require(Owner(Self.name))
            let pool = ConnectionPool(database.options, limits: .init(connections: 2))
            let erasures = OwnerErasures(pool, database.options)
            let writer = RecordWriter(database.options)
            let record = try prepare(SampleInteractions.plain(id: "a", owner: Self.name))
            await #expect(throws: ComplianceError.nothingHeld) {
                try await erasures.erase(owner, spool: nil, by: Self.actor)
            }
            #expect(try await erasures.lastReceipt(of: owner) == nil)
            #expect(try await writer.write([record]).map { $0.isErased } == [false])
            let real = try await erasures.erase(owner, spool: nil, by: Self.actor)
            // Again: there is nothing, and the receipt is that of then.
            await #expect(throws: ComplianceError.nothingHeld) {
                try await erasures.erase(owner, spool: nil, by: Self.actor)
            }
            #expect(try await erasures.lastReceipt(of: owner) == real)
            #expect(try await writer.write([record]).map { $0.isErased } == [true])

            #expect(try await erasures.readmit(owner, by: Self.actor) == 1)
            #expect(try await erasures.readmit(owner, by: Self.actor) == 0)
            #expect(try await erasures.lastReceipt(of: owner) == nil)
            #expect(try await erasures.receipt(real.id) == real)
            #expect(try await writer.write([record]).map { $0.isErased } == [false])
            let second = try await erasures.erase(owner, spool: nil, by: Self.actor)
            #expect(second.id != real.id)
            #expect(try await writer.write([record]).map { $0.isErased } == [true])

            let meant = try #require(Owner("nobody@example.com"))
            let receipt = try await erasures.erase(
                meant,
                evenIfAbsent: true,
                spool: nil,
                by: Self.actor
            )
            #expect(receipt.removed == "{}" && receipt.finishedAt != nil)
            let late = try prepare(SampleInteractions.plain(id: "b", owner: meant.name))
            #expect(try await writer.write([late]).map { $0.isErased } == [true])
            await writer.close()
            await pool.shutdown()
            #expect(try await Self.mentions(in: database) == [])
            let told = try await database.column(
                """
                select action || ' ' || coalesce(detail ->> 'step', '') from redline.audit_entry
                where whose = array[redline.owner_digest('\(Self.name)')] order by entry_id
                """
            )
            #expect(
                told == [
                    "erase_owner begun", "erase_owner finished", "readmit_owner ",
                    "erase_owner begun", "erase_owner finished",
                ]
            )
        }
    }

    @Test("has the space of what it removed used again, of the tables that it was removed from")
    func vacuumed() async throws {
        try await MigratedDatabase.with { database in
            let owner = try #require(Owner(Self.name))
            try await Self.recordOwner(in: database, ids: 0..<3)
            let pool = ConnectionPool(database.options, limits: .init(connections: 2))
            let erasures = OwnerErasures(pool, database.options)
            let receipt = try await erasures.erase(owner, spool: nil, by: Self.actor)
            let touched = try await database.column(
                "select unnest(touched) from redline.erasure order by 1"
            )
            #expect(touched.count >= 8)
            let bytes = """
                select sum(pg_relation_size(name::regclass)) from redline.erasure,
                unnest(touched) as name where name like 'redline.interaction\\_2%'
                """
            #expect(try await database.column(bytes) != ["0"])
            #expect(await erasures.vacuum(after: receipt.id) == touched.count)
            #expect(try await database.column(bytes) == ["0"])
            await pool.shutdown()
        }
    }
}
