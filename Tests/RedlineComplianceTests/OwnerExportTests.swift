import Foundation
import Redline
import RedlineDigest
import RedlinePostgres
import Synchronization
import TestSupport
import Testing

@testable import RedlineCompliance

@Suite("The export of an owner's data")
struct OwnerExportTests {
    @Test("has every table that holds something of an owner, or says why not")
    func tables() async throws {
        try await MigratedDatabase.with { database in
            let tables = try await database.column(
                """
                select distinct c.relname
                from pg_class c join pg_attribute a on a.attrelid = c.oid
                where c.relnamespace = 'redline'::regnamespace and c.relkind in ('r', 'p')
                  and not c.relispartition and a.attnum > 0 and not a.attisdropped
                  and a.attname in ('owner', 'whose')
                """
            )
            #expect(tables.count > 10)
            let known = OwnerTable.all.map(\.table) + OwnerTable.leftOut.keys
            #expect(Set(tables) == Set(known))
            #expect(known.count == Set(known).count)
        }
    }

    @Test("has every column of them, or says why not, and says in plain language what each holds")
    func columns() async throws {
        try await MigratedDatabase.with { database in
            var usedReasons: Set<String> = []
            for table in OwnerTable.all {
                let exported = try await database.withConnection { connection in
                    try await connection.describe(table.statement.file.sql).columns.map(\.name)
                }
                let all = try await database.column(
                    """
                    select attname from pg_attribute
                    where attrelid = 'redline.\(table.table)'::regclass and attnum > 0
                      and not attisdropped
                    """
                )
                let missing = Set(all).subtracting(exported)
                #expect(missing.isSubset(of: OwnerTable.columnsLeftOut.keys), "\(table.name)")
                #expect(Set(exported).isSubset(of: all))
                usedReasons.formUnion(missing)
                for column in exported {
                    let text = ColumnText.of(column, in: table.name) ?? ""
                    #expect(text.hasSuffix("."), "\(table.name).\(column)")
                }
            }
            #expect(usedReasons == Set(OwnerTable.columnsLeftOut.keys))
        }
    }

    @Test("has the records of that owner and nobody else's, in NDJSON as they are")
    func records() async throws {
        try await HeldDatabase.with { held in
            let members = try await held.export(to: scratch("records.zip"))
            #expect(members.count == OwnerTable.all.count * 2 + 3)
            for (name, content) in members {
                #expect(!String(decoding: content, as: UTF8.self).contains("ben@"), "\(name)")
            }
            for table in OwnerTable.all {
                let lines = try #require(members["\(table.name).ndjson"]).split(separator: 0x0A)
                #expect(lines.count == 1, "\(table.name)")
                for line in lines { _ = try JSONDocument(parsing: Array(line)) }
            }
            let stage = try Self.row(members["stages.ndjson"])
            #expect(stage["document_id"]?.string == HeldDatabase.nasty)
            // The record as it was sent, but for white space between its parts.
            #expect(stage["record"]?.text == #"{   "a": 1.0,   "a": 2 }"#)
            #expect(stage["field"]?.elements.last?.string == HeldDatabase.nasty)
            #expect(try Self.row(members["interactions.ndjson"])["tool_calls"]?.text == "[{  }]")
            #expect(try Self.row(members["keys.ndjson"])["name"]?.string == "laptop")
            #expect(try Self.row(members["audit.ndjson"])["action"]?.string == "read_history")
        }
    }

    @Test(
        "has text that a spreadsheet takes for a formula with an apostrophe, and figures as they are"
    )
    func formulas() async throws {
        try await HeldDatabase.with { held in
            let members = try await held.export(to: scratch("formulas.zip"))
            let nasty = "\"'" + HeldDatabase.nasty.replacing("\"", with: "\"\"") + "\""
            func text(_ name: String) -> String {
                String(decoding: members[name] ?? [], as: UTF8.self)
            }
            #expect(text("interactions.csv").contains(",t,\(nasty),\"\","))
            #expect(text("stages.csv").contains(",\(nasty),"))
            #expect(text("stages.csv").contains(",-5,"))
            #expect(text("corrections.csv").contains(",-1,"))
            #expect(text("tool_calls.csv").contains(",\"'@sum\",ok,"))
            #expect(text("pending_measures.csv").hasPrefix("workflow_id,revision,stage,since"))
        }
    }

    @Test("says of a person on whom nothing is held that this is so")
    func nobody() async throws {
        try await HeldDatabase.with { held in
            let path = scratch("nobody.zip")
            let members = try await held.export("nobody@example.com", to: path)
            let manifest = try JSONDocument(parsing: members["manifest.json"] ?? []).root
            #expect(manifest["records"]?.integer == 0)
            #expect(manifest["owner"]?.string == "nobody@example.com")
            let index = String(decoding: members["index.txt"] ?? [], as: UTF8.self)
            #expect(index.contains("Nothing is held"))
            #expect(members["stages.ndjson"] == [])
            #expect(try ExportVerification(path: path).faults == [])
        }
    }

    @Test("is of one instant, whatever is recorded meanwhile")
    func instant() async throws {
        try await HeldDatabase.with { held in
            let before = 30
            for number in 0..<before { try await held.addInteraction("before \(number)") }
            let isWriting = Mutex(true)
            let added = Mutex(0)
            async let written: Void = {
                while isWriting.withLock({ $0 }) {
                    let number = added.withLock { $0 }
                    try await held.addInteraction("meanwhile \(number)")
                    added.withLock { $0 += 1 }
                }
            }()
            defer { isWriting.withLock { $0 = false } }
            for round in 0..<3 {
                let members = try await held.export(to: scratch("instant\(round).zip")) { _, _ in
                    // One more comes between any two tables.
                    let known = added.withLock { $0 }
                    let deadline = ContinuousClock.now + .seconds(10)
                    while added.withLock({ $0 }) == known, ContinuousClock.now < deadline {
                        Thread.sleep(forTimeInterval: 0.001)
                    }
                }
                let calls = Self.lines(members["tool_calls.ndjson"])
                let manifest = try JSONDocument(parsing: members["manifest.json"] ?? []).root
                #expect(Self.lines(members["interactions.ndjson"]) == calls)
                #expect(calls > before)
                let tables = manifest["tables"]?.elements ?? []
                let said = tables.first { $0["name"]?.string == "tool_calls" }
                #expect(said?["records"]?.integer == calls)
                #expect(Self.lines(members["tool_calls.csv"]) == calls + 1)
            }
            isWriting.withLock { $0 = false }
            try await written
            #expect(added.withLock { $0 } > 3 * OwnerTable.all.count)
        }
    }

    private static func lines(_ member: [UInt8]?) -> Int {
        (member ?? []).count { $0 == 0x0A }
    }

    private static func row(_ member: [UInt8]?) throws -> JSONView {
        let lines = try #require(member).split(separator: 0x0A)
        let line = try #require(lines.first)
        return try JSONDocument(parsing: Array(line)).root
    }
}

/// A path of the test's own.
func scratch(_ name: String) -> String {
    let folder = FileManager.default.temporaryDirectory
        .appending(path: "redline-compliance-\(getpid())")
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder.appending(path: name).path
}
