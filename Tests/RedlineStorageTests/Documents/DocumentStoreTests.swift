import Redline
import RedlinePostgres
import RedlineStorage
import TestSupport
import Testing

@Suite("Stored documents")
struct DocumentStoreTests {
    private static func with(
        connections: Int = 2,
        _ test: @Sendable (MigratedDatabase, DocumentStore) async throws -> Void
    ) async throws {
        try await MigratedDatabase.with { database in
            let pool = ConnectionPool(database.options, limits: .init(connections: connections))
            do {
                try await test(database, DocumentStore(pool))
            } catch {
                await pool.shutdown()
                throw error
            }
            await pool.shutdown()
        }
    }

    @Test("are versions of what differs, each as it was sent, to the byte")
    func versions() async throws {
        try await Self.with { database, store in
            let first = try SampleDocuments.invoice()
            let respelled = try SampleDocuments.document(
                "invoice-1",
                """
                {"source": {"extraction_method": "OCR", "document_type": "invoice",
                 "di_confidence": 9e-1}, "field_confidence": {"/total": 0.50},
                 "extracted_data": {"vendor": "AC\\u004dE", "total": 12.5},
                 "document_id": "invoice-1", "owner_email": "ada@example.com"}
                """
            )
            let other = try SampleDocuments.invoice(data: #"{"total": 13}"#)
            var found: [String] = []
            for document in [first, first, respelled, other, first] {
                let receipt = try await store.store(document)
                found.append("\(receipt.version) \(receipt.isNew)")
                #expect(receipt.expiresAt == receipt.createdAt.adding(days: 30))
            }
            #expect(found == ["1 true", "1 false", "1 false", "2 true", "3 true"])
            let rows = try await database.rows(
                """
                select version, record, document_type, extraction_method, extraction_confidence,
                  extracted, superseded_at = lead(created_at) over (order by version),
                  kept_from = created_at
                from redline.document order by version
                """
            )
            let record = first.document.root.text
            #expect(
                rows == [
                    ["1", record, "invoice", "OCR", "0.9", "2", "t", "t"],
                    ["2", other.document.root.text, "invoice", "OCR", "0.9", "1", "t", "t"],
                    ["3", record, "invoice", "OCR", "0.9", "2", nil, "t"],
                ]
            )
        }
    }

    @Test("are each owner's own, and each id's")
    func apart() async throws {
        try await Self.with { database, store in
            for (id, owner) in [
                ("a", "ab"), ("ba", "a"), ("a", "a"), ("\u{E9}", "a"), ("e\u{301}", "a"),
            ] {
                let receipt = try await store.store(
                    try SampleDocuments.invoice(id, owner: owner)
                )
                #expect(receipt.version == 1 && receipt.isNew, "\(id) \(owner)")
            }
            #expect(try await database.column("select count(*) from redline.document") == ["5"])
        }
    }

    @Test("lose no version and leave no gap, however many store at once", arguments: [5, 71])
    func concurrent(seed: UInt64) async throws {
        try await Self.with(connections: 8) { database, store in
            let made = try await withThrowingTaskGroup(of: [String].self) { group in
                for writer in 0..<8 {
                    group.addTask {
                        var random = SplitMix64(seed: seed * 100 + UInt64(writer))
                        var made: [String] = []
                        for step in 0..<25 {
                            let id = "d\(Int.random(in: 0..<3, using: &random))"
                            // Some of it is what others store as well.
                            let isCommon = Int.random(in: 0..<3, using: &random) == 0
                            let data =
                                isCommon
                                ? #"{"n": \#(step % 2)}"# : #"{"n": "\#(writer) \#(step)"}"#
                            let document = try SampleDocuments.invoice(id, data: data)
                            let receipt = try await store.store(document)
                            guard receipt.isNew else { continue }
                            made.append("\(id) \(receipt.version) \(data)")
                        }
                        return made
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            let stored = try await database.column(
                """
                select document_id || ' ' || version || ' ' || (record -> 'extracted_data')::text
                from redline.document
                """
            )
            #expect(made.count > 100)
            #expect(stored.sorted() == made.sorted())
            let wrong = try await database.rows(
                """
                select document_id, version from (
                  select
                    *, row_number() over versions as number,
                    lag(digest) over versions as digest_before,
                    lag(created_at) over versions as before,
                    lead(created_at) over versions as after
                  from redline.document
                  window versions as (partition by document_id order by version)
                ) numbered
                where version <> number or digest = digest_before or created_at <= before
                  or superseded_at is distinct from after
                """
            )
            #expect(wrong == [])
        }
    }

    @Test("are replaced by whoever names the latest version, and no change is lost")
    func conditional() async throws {
        try await Self.with(connections: 4) { database, store in
            let first = try await store.store(try SampleDocuments.invoice(data: #"{"n": 0}"#))
            #expect(first.version == 1)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<4 {
                    group.addTask {
                        var added = 0
                        for _ in 0..<1_000 where added < 10 {
                            let latest = try await database.rows(
                                """
                                select redline.document_tag(version, digest),
                                  (record -> 'extracted_data' ->> 'n')::integer + 1
                                from redline.document where superseded_at is null
                                """
                            )[0]
                            let next = try SampleDocuments.invoice(
                                data: #"{"n": \#(latest[1] ?? ""), "by": "\#(writer) \#(added)"}"#
                            )
                            let condition = DocumentCondition([latest[0] ?? ""])
                            do {
                                _ = try await store.store(next, replacing: condition)
                                added += 1
                            } catch DocumentRefusal.outdated {
                                continue
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let counted = try await database.column(
                "select record -> 'extracted_data' ->> 'n' from redline.document order by version"
            )
            #expect(counted == (0...40).map { "\($0)" })
        }
    }

    @Test("are not replaced under a condition that does not hold, but for what is stored already")
    func outdated() async throws {
        try await Self.with { database, store in
            let first = try SampleDocuments.invoice()
            let second = try SampleDocuments.invoice(data: #"{"total": 13}"#)
            let third = try SampleDocuments.invoice(data: #"{"total": 14}"#)
            await #expect(throws: DocumentRefusal.outdated) {
                try await store.store(first, replacing: .anyVersion)
            }
            let old = try await store.store(first)
            let new = try await store.store(second, replacing: .anyVersion)
            for tags in [[], [old.tag], ["1"], [new.tag.uppercased() + " "], ["0"]] {
                await #expect(throws: DocumentRefusal.outdated, "\(tags)") {
                    try await store.store(third, replacing: DocumentCondition(tags))
                }
            }
            let again = try await store.store(second, replacing: DocumentCondition([old.tag]))
            #expect(again.version == 2 && !again.isNew && again.tag == new.tag)
            let last = try await store.store(
                third,
                replacing: DocumentCondition([old.tag, new.tag])
            )
            #expect(last.version == 3)
            #expect(try await database.column("select count(*) from redline.document") == ["3"])
        }
    }

    @Test("are not taken of an owner who is being erased, or was")
    func erased() async throws {
        try await Self.with { database, store in
            _ = try await store.store(try SampleDocuments.invoice())
            let owner = try #require(Owner(SampleDocuments.owner))
            let begun = "select redline.begin_erasure('\(owner.name)', 'user:test')"
            _ = try await database.column(begun)
            let again = try SampleDocuments.invoice(data: #"{"total": 14}"#)
            await #expect(throws: DocumentRefusal.ownerErased(isUnderWay: true)) {
                try await store.store(again)
            }
            let pool = ConnectionPool(database.options, limits: .init(connections: 2))
            let receipt = try await OwnerErasures(pool, database.options).erase(
                owner,
                spool: nil,
                by: .user("test")
            )
            await pool.shutdown()
            #expect(receipt.removed.contains("\"document\": 1"))
            #expect(try await database.column("select count(*) from redline.document") == ["0"])
            await #expect(throws: DocumentRefusal.ownerErased(isUnderWay: false)) {
                try await store.store(again)
            }
        }
    }

    @Test("are written by the function alone, which one who sees an older state cannot use")
    func written() async throws {
        try await Self.with { database, store in
            _ = try await store.store(try SampleDocuments.invoice())
            for statement in [
                "insert into redline.document select * from redline.document",
                "update redline.document set version = 2", "delete from redline.document",
                "select record from redline.document",
            ] {
                let error = await #expect(throws: PostgresError.self) {
                    try await database.rows(statement, role: "redline_recorder")
                }
                #expect(error?.sqlState == "42501", "\(statement)")
            }
            let call = """
                select redline.store_document('a', 'b', '\\x00112233445566778899aabbccddeeff', '{}', \
                't', 'm', null, 0, null)
                """
            for role in ["owner", "analyst", "miner", "compliance"] {
                let error = await #expect(throws: PostgresError.self) {
                    try await database.rows(call, role: "redline_\(role)")
                }
                #expect(error?.sqlState == "42501", "\(role)")
            }
            let error = await #expect(throws: PostgresError.self) {
                try await database.run("begin isolation level repeatable read; \(call)")
            }
            #expect(error?.sqlState == "P0001")
        }
    }
}
