import Foundation
import RedlinePostgres
import TestSupport
import Testing

@Suite("Values")
struct ValueTests {
    static let texts = [
        "", " ", "plain", "Grüße, 世界 👩‍👩‍👧‍👦 e\u{301}", "'; drop table x; --", "\\x41 {\"a\",b}",
        "\n\t\u{1}",
        "NULL", String(repeating: "long ", count: 50_000),
    ]

    @Test("text", arguments: texts)
    func text(_ text: String) async throws {
        let rows = try await once("select $1::text, octet_length($1::text)", [.text(text)])
        #expect(try rows[0][0].string == text)
        #expect(try rows[0][1].int == text.utf8.count)
    }

    @Test("whole numbers", arguments: [0, 1, -1, Int.max, Int.min])
    func integers(_ number: Int) async throws {
        let rows = try await once("select $1::int8", [.integer(number)])
        #expect(try rows[0][0].int == number)
    }

    @Test(
        "doubles come back exactly",
        arguments: [
            0, -0.0, 0.1, 1 / 3, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .infinity,
            -.infinity,
        ]
    )
    func doubles(_ number: Double) async throws {
        let rows = try await once("select $1::float8", [.double(number)])
        #expect(try rows[0][0].double?.bitPattern == number.bitPattern)
    }

    @Test("every other kind")
    func kinds() async throws {
        let uuid = try #require(UUID(uuidString: "018f3c2a-7b1e-7c3d-8a5b-0123456789ab"))
        let all = [UInt8](0...255)
        let rows = try await once(
            """
            select $1::float8, $2::bool, $3::bool, $4::bytea, $5::uuid, $6::uuid,
                   $7::timestamptz, $8::jsonb, $9::json, $10::text, $11::int4, $12::bytea
            """,
            [
                .double(.nan), true, .bool(false), .bytea(all), .uuid(uuid),
                .uuid(bytes: withUnsafeBytes(of: uuid.uuid) { Array($0) }),
                .timestamp(microsecondsSinceEpoch: 1_700_000_000_123_456),
                .json("{\"b\": 1.0, \"a\": \"ü\"}"), .json(utf8: Array("[1.0]".utf8)), nil, 42,
                .bytea([]),
            ]
        )
        let row = rows[0]
        #expect(try row[0].double?.isNaN == true)
        #expect(try row[1].bool == true)
        #expect(try row[2].bool == false)
        #expect(try row[3].bytes == all)
        #expect(try row[4].uuid == uuid)
        #expect(try row[5].uuid == uuid)
        #expect(try row[6].string == "2023-11-14 22:13:20.123456+00")
        #expect(try row[6].microsecondsSinceEpoch == 1_700_000_000_123_456)
        #expect(try row[7].string == "{\"a\": \"ü\", \"b\": 1.0}")
        #expect(try row[8].string == "[1.0]")
        #expect(try row[9].string == nil)
        #expect(try row[9].isNull)
        #expect(try row[10].int == 42)
        #expect(try row[11].bytes == [])
    }

    @Test("NULL of every kind")
    func nulls() async throws {
        let rows = try await once(
            """
            select $1::text, $2::int8, $3::float8, $4::bool, $5::bytea, $6::uuid, $7::timestamptz,
                   $8::json
            """,
            [
                .text(nil), .integer(Int?.none), .double(nil), .bool(nil), .bytea(nil),
                .uuid(bytes: nil), .timestamp(microsecondsSinceEpoch: nil), .json(nil),
            ]
        )
        let row = rows[0]
        #expect(try row[0].string == nil)
        #expect(try row[1].int == nil)
        #expect(try row[2].double == nil)
        #expect(try row[3].bool == nil)
        #expect(try row[4].bytes == nil)
        #expect(try row[5].uuid == nil)
        #expect(try row[6].microsecondsSinceEpoch == nil)
        #expect(try row[7].string == nil)
    }

    @Test("dates and times against the server's own reckoning")
    func times() async throws {
        let rows = try await once(
            """
            select t, (extract(epoch from t) * 1000000)::int8, t::timestamp, t::date,
                   (extract(epoch from t::date) * 1000000)::int8
            from unnest(array['0001-01-01', '1582-10-15 03:04:05.000001', '1969-12-31 23:59:59.5',
                '1970-01-01', '2000-02-29 12:00', '2024-12-31 23:59:59.999999',
                '290000-01-01']::timestamptz[]) t
            """
        )
        #expect(rows.count == 7)
        for row in rows {
            #expect(try row[0].microsecondsSinceEpoch == row[1].int.map { Int64($0) })
            #expect(try row[2].microsecondsSinceEpoch == row[1].int.map { Int64($0) })
            #expect(try row[3].microsecondsSinceEpoch == row[4].int.map { Int64($0) })
        }
        let other = try await once(
            """
            select '2024-05-06 07:08:09+05:30'::timestamptz::text, 'infinity'::timestamptz,
                   '294276-12-31'::timestamptz, '2024-05-06 07:08:09.5+05:30', '0044-03-15 BC'::date
            """
        )
        #expect(try other[0][0].string == "2024-05-06 01:38:09+00")
        #expect(try other[0][3].microsecondsSinceEpoch == 1_714_959_489_500_000)
        for column in [1, 2, 4] {
            #expect(throws: PostgresError.self) { try other[0][column].microsecondsSinceEpoch }
        }
    }

    @Test("a reading that does not fit throws and shows no content")
    func mismatches() async throws {
        let rows = try await once(
            "select 'secret'::text as word, 9223372036854775808::numeric, '2024-13-01'::text"
        )
        let row = rows[0]
        let shown = #expect(throws: PostgresError.self) { try row["word"].int }
        #expect(shown.map { "\($0)" } == "column word of type 25 is not an integer")
        for reading in [
            { _ = try row[0].double }, { _ = try row[0].bool }, { _ = try row[0].uuid },
            { _ = try row[1].int }, { _ = try row[2].microsecondsSinceEpoch },
            { _ = try row[3] }, { _ = try row[-1] }, { _ = try row["nobody"] },
        ] as [() throws -> Void] {
            let error = #expect(throws: PostgresError.self) { try reading() }
            #expect(error?.kind == .badValue)
            #expect(error.map { "\($0)".contains("secret") } == false)
        }
    }

    @Test("U+0000 is refused before anything is sent")
    func zero() async throws {
        for parameter in [.text("a\0b"), .text(utf8: [0])] as [Parameter] {
            let error = await #expect(throws: PostgresError.self) {
                try await once("select $1::text", [parameter])
            }
            #expect(error?.kind == .badValue)
        }
        let error = await #expect(throws: PostgresError.self) { try await once("select 1\0") }
        #expect(error?.kind == .badValue)
    }

    @Test("columns and counts")
    func columns() async throws {
        let rows = try await once("select 1 as one, null::text as \"Two\", 3 as one")
        #expect(rows.columnNames == ["one", "Two", "one"])
        #expect(rows.columnTypes == [PostgresType.int4, PostgresType.text, PostgresType.int4])
        #expect(rows.commandTag == "SELECT 1")
        #expect(rows.affectedCount == 1)
        #expect(try rows[0]["one"].int == 1)
        #expect(rows.withBytes(row: 0, column: 2) { $0.map { Array($0) } } == [0x33])
        #expect(rows.withBytes(row: 0, column: 1) { $0 == nil })
        let empty = try await once("")
        #expect(empty.isEmpty)
        #expect(empty.columnCount == 0)
    }
}
