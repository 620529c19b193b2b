import Foundation
import Redline
import RedlineStorage
import TestSupport
import Testing

/// The folder of shared test data, where there is one.
private let dataFolder = ProcessInfo.processInfo.environment["REDLINE_DATA_DIR"]

@Suite("Strings that often break programs", .enabled(if: dataFolder != nil))
struct NaughtyStringTests {
    /// The strings as JSON literals, in the file's own spelling, and as they read.
    private static func strings() throws -> [(literal: String, text: String)] {
        let path = "\(dataFolder ?? "")/bad-input/naughty-strings.ndjson"
        let file = try String(contentsOfFile: path, encoding: .utf8)
        return try file.split(separator: "\n").compactMap { line in
            let value = try #require(JSONDocument(parsing: String(line)).root["string"])
            guard let text = value.string, !text.isEmpty else { return nil }
            return (value.text, text)
        }
    }

    @Test("come back to the byte from messages, results and metadata")
    func interactions() async throws {
        let strings = try Self.strings()
        #expect(strings.count > 250)
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            let records = try strings.enumerated().map { number, string in
                let name = string.literal
                return try prepare(
                    """
                    {"interaction_id":"\(number + 1000)","user_id":"ada","user_message":\(name),\
                    "assistant_response":\(name),\(name):\(name),"metadata":{"model":\(name)},\
                    "tool_calls":[{"tool_name":\(name),"arguments":{\(name):\(name)},\
                    "result":[\(name)],"status":\(name),"error":\(name)}]}
                    """
                )
            }
            let words = try await writer.outcomes(records)
            #expect(words.filter { !$0.hasPrefix("recorded") } == [])
            let rows = try await database.rows(
                """
                select user_message, assistant_response, model, tool_calls, metadata, extra,
                  (select string_agg(tool || status, ' ') from redline.tool_call
                    where interaction_id = interaction.interaction_id)
                from redline.interaction order by interaction_id
                """
            )
            for (row, string) in zip(rows, strings) {
                let (name, text) = string
                let expected = [
                    text, text, text,
                    """
                    [{"tool_name":\(name),"arguments":{\(name):\(name)},\
                    "result":[\(name)],"status":\(name),"error":\(name)}]
                    """,
                    "{\"model\":\(name)}", "{\(name):\(name)}", text + text,
                ]
                // The extra member's name is written anew, so it is read before it is compared.
                let found = row.enumerated().map { $0 == 5 ? "" : bytes($1) }
                #expect(found == expected.enumerated().map { $0 == 5 ? "" : bytes($1) })
                let extra = try JSONDocument(parsing: try #require(row[5])).root.members
                #expect(extra.map { bytes($0.name) } == [bytes(text)])
                #expect(extra.map { bytes($0.value.text) } == [bytes(name)])
            }
            #expect(rows.count == strings.count)
        }
    }

    @Test("come back to the byte from documents, as values and as names of fields")
    func documents() async throws {
        let strings = try Self.strings()
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            let members = strings.enumerated().map { "\"\($0)\":{\($1.literal):\($1.literal)}" }
            let record = SampleStages.modifications().replacing(
                "\"modified_data\":{\"vendor\"",
                with:
                    "\"modified_data\":{\"naughty\":{\(members.joined(separator: ","))},\"vendor\""
            )
            let words = try await writer.outcomes([try prepare(record)])
            #expect(words[0].hasPrefix("recorded"))
            let stored = try await database.rows(
                "select record from redline.export_stage"
            )
            #expect(bytes(stored[0][0]) == bytes(record))
            let added = try await database.rows(
                """
                select modified, field from redline.correction
                where field like '/naughty/%' order by ordinal
                """
            )
            #expect(added.count == strings.count)
            for (number, (row, string)) in zip(added, strings).enumerated() {
                #expect(bytes(row[0]) == bytes(string.literal))
                let part = JSONPointer.escape(string.text)
                #expect(bytes(row[1]) == bytes("/naughty/\(number)/\(part)"))
            }
            let names = try await database.column(
                """
                select name from redline.export_stage, unnest(field) with ordinality f (name, place)
                where name like '/naughty/%' order by place
                """
            )
            #expect(names.map { bytes($0) } == added.map { bytes($0[1]) })
        }
    }

    /// The UTF-8 of a text: two texts can look the same, and count as equal, without being so.
    private func bytes(_ text: String?) -> String {
        (text ?? "").utf8.map { String($0, radix: 16) }.joined(separator: " ")
    }
}
