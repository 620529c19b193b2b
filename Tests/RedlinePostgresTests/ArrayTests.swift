import Foundation
import RedlinePostgres
import TestSupport
import Testing

@Suite("Binary arrays")
struct ArrayTests {
    /// What unnest makes of an array, as text.
    private func unnest(_ type: String, _ parameter: Parameter) async throws -> [String?] {
        let rows = try await once("select x::text from unnest($1::\(type)[]) as x", [parameter])
        return try rows.map { try $0[0].string }
    }

    @Test("text, with nulls, empty strings and bytes")
    func texts() async throws {
        let values: [String?] = ["a", nil, "", "NULL", "{,\"\\}", "世界", nil]
        #expect(try await unnest("text", .array(values)) == values)
        #expect(try await unnest("text", .array(["x", "y"])) == ["x", "y"])
        let bytes = values.map { $0.map { Array($0.utf8) } }
        #expect(try await unnest("text", .textArray(utf8: bytes)) == values)
    }

    @Test("numbers and truth values")
    func numbers() async throws {
        let longs: [Int64?] = [.min, nil, 0, .max]
        let longTexts = ["-9223372036854775808", nil, "0", "9223372036854775807"]
        #expect(try await unnest("int8", .array(longs)) == longTexts)
        #expect(try await unnest("int8", .array([Int.min, 7])) == [longTexts[0], "7"])
        let words: [Int32?] = [.min, nil, .max]
        #expect(try await unnest("int4", .array(words)) == ["-2147483648", nil, "2147483647"])
        let shorts: [Int16?] = [.min, nil, .max]
        #expect(try await unnest("int2", .array(shorts)) == ["-32768", nil, "32767"])
        let doubles: [Double?] = [0.1, nil, -.infinity, .nan, .leastNonzeroMagnitude]
        let doubleTexts = ["0.1", nil, "-Infinity", "NaN", "5e-324"]
        #expect(try await unnest("float8", .array(doubles)) == doubleTexts)
        let truths: [Bool?] = [true, nil, false]
        #expect(try await unnest("bool", .array(truths)) == ["true", nil, "false"])
    }

    @Test("bytes, UUIDs, times and JSON")
    func others() async throws {
        #expect(
            try await unnest("bytea", .byteaArray([[0, 255], nil, []])) == ["\\x00ff", nil, "\\x"]
        )
        let text = "018f3c2a-7b1e-7c3d-8a5b-0123456789ab"
        let uuid = try #require(UUID(uuidString: text))
        let bytes = withUnsafeBytes(of: uuid.uuid) { Array($0) }
        #expect(try await unnest("uuid", .uuidArray(bytes: [bytes, nil])) == [text, nil])
        #expect(try await unnest("uuid", .array([uuid, nil])) == [text, nil])
        let times = Parameter.timestampArray(microsecondsSinceEpoch: [
            0, nil, -1, 1_700_000_000_123_456,
        ])
        let timeTexts = [
            "1970-01-01 00:00:00+00", nil, "1969-12-31 23:59:59.999999+00",
            "2023-11-14 22:13:20.123456+00",
        ]
        #expect(try await unnest("timestamptz", times) == timeTexts)
        let json = [Array("{\"a\":  1.0}".utf8), nil, Array("null".utf8)]
        #expect(
            try await unnest("jsonb", .jsonbArray(utf8: json)) == ["{\"a\": 1.0}", nil, "null"]
        )
        #expect(try await unnest("json", .jsonArray(utf8: json)) == ["{\"a\":  1.0}", nil, "null"])
    }

    @Test("an empty array is an array without elements, not a null")
    func empty() async throws {
        let rows = try await once(
            "select $1::text[], $2::int8[] = '{}', $3::jsonb[] is null",
            [.array([String]()), .array([Int64?]()), .jsonbArray(utf8: [])]
        )
        #expect(try rows[0][0].string == "{}")
        #expect(try rows[0][1].bool == true)
        #expect(try rows[0][2].bool == false)
    }

    @Test("a builder is complete after every append and can be used again")
    func builder() async throws {
        var array = BinaryArray(elementOID: PostgresType.text, capacity: 2, bytesPerElement: 4)
        #expect(try await unnest("text", .array(array)) == [])
        array.append("one")
        array.appendNull()
        array.append(Array("two".utf8)[1...])
        array.append("x".utf8)
        #expect(array.count == 4)
        #expect(try await unnest("text", .array(array)) == ["one", nil, "wo", "x"])
        array.removeAll()
        array.append("again")
        #expect(array.count == 1)
        #expect(try await unnest("text", .array(array)) == ["again"])
    }

    @Test("columns of arrays become rows")
    func columns() async throws {
        let rows = try await once(
            "select * from unnest($1::text[], $2::int8[], $3::bool[]) as t (a, b, c)",
            [.array(["x", nil]), .array([1, 2] as [Int64]), .array([nil, true])]
        )
        let table = try rows.map { row in try (0..<3).map { try row[$0].string } }
        #expect(table == [["x", "1", nil], [nil, "2", "t"]])
    }

    @Test("what the server cannot take is an error, not a wrong value")
    func refused() async throws {
        var wrong = BinaryArray(elementOID: PostgresType.int4)
        wrong.append(Int64(1))
        let width = try await failure { try await once("select $1", [.array(wrong)]) }
        #expect(width.kind == .sqlState("22P03"))
        let times = Parameter.timestampArray(microsecondsSinceEpoch: [.min])
        let time = try await failure { try await once("select $1", [times]) }
        #expect(time.kind == .sqlState("22008"))
        let zero = try await failure { try await once("select $1", [.array(["a\0"])]) }
        #expect(zero.kind == .sqlState("22021"))
    }

    @Test("rows for a binary COPY")
    func rows() async throws {
        let connection = try await connect()
        try await connection.execute(
            "create temp table t (a text, b int8, c float8, d bool, e timestamptz, f bytea, g int4)"
        )
        var rows = BinaryRows(columnCount: 7, capacity: 2)
        let texts: [String?] = ["世界\t\\N", nil, ""]
        for text in texts {
            rows.append(text)
            rows.append(Int64.min as Int64?)
            rows.append(0.1 as Double?)
            rows.append(true as Bool?)
            rows.append(microsecondsSinceEpoch: 1_000_000)
            rows.append(bytes: [0, 255])
            rows.append(nil as Int32?)
            rows.endRow()
        }
        #expect(rows.count == 3)
        let bytes = rows.bytes
        try await connection.perform { connection in
            let writer = try connection.copyIn("copy t from stdin (format binary)")
            try writer.write(bytes)
            #expect(try writer.finish() == 3)
        }
        let stored = try await connection.execute("select t::text as line, a from t order by a")
        let rest = "-9223372036854775808,0.1,t,\"1970-01-01 00:00:01+00\",\"\\\\x00ff\",)"
        #expect(try stored.map { try $0["a"].string } == ["", "世界\t\\N", nil])
        #expect(try stored.allSatisfy { try $0["line"].string?.hasSuffix(rest) == true })
    }
}
