import Foundation
import Redline
import Testing

@Suite("Writing JSON")
struct JSONWriterTests {
    @Test("puts commas where they belong")
    func structure() {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("empty")
        writer.beginArray()
        writer.endArray()
        writer.name("values")
        writer.beginArray()
        writer.null()
        writer.boolean(true)
        writer.integer(Int64.min)
        writer.integer(UInt8.max)
        writer.number(0.1)
        writer.number(-.infinity)
        writer.beginObject()
        writer.endObject()
        writer.raw("[1, 2]")
        writer.raw([0x7B, 0x7D])
        writer.string("x")
        writer.endArray()
        writer.name("last")
        writer.beginObject()
        writer.name("a")
        writer.beginObject()
        writer.endObject()
        writer.name("b")
        writer.integer(1)
        writer.endObject()
        writer.endObject()
        writer.endLine()
        writer.integer(2)
        writer.endLine()
        #expect(
            writer.text == """
                {"empty":[],"values":[null,true,-9223372036854775808,255,0.1,null,{},[1, 2],{},"x"],\
                "last":{"a":{},"b":1}}
                2

                """
        )
    }

    @Test("escapes what JSON requires and nothing else")
    func escaping() {
        var writer = JSONWriter()
        writer.string("\"\\/\u{8}\t\n\u{B}\u{C}\r\u{0}\u{1F}\u{7F} é\u{2028} 👩‍👩‍👧")
        #expect(
            writer.text
                == "\"\\\"\\\\/\\b\\t\\n\\u000b\\f\\r\\u0000\\u001f\u{7F} é\u{2028} 👩‍👩‍👧\""
        )
    }

    @Test(
        "keeps the spelling of numbers that JSON has",
        arguments: [
            ("0.8333333333333334", true), ("1e+300", true), ("1e-07", true), ("-0", true),
            ("0", true),
            ("12345678901234567890.10", true), ("1E5", true), ("-0.5e-1", true), ("NaN", false),
            ("Infinity", false), ("-Infinity", false), ("+1", false), (".5", false), ("1.", false),
            ("01", false), ("", false), ("-", false), ("1e", false), ("1 ", false), ("0x1", false),
            ("1,2", false), ("--1", false),
        ]
    )
    func numbers(spelling: String, isValid: Bool) {
        var writer = JSONWriter()
        writer.number(spelling)
        #expect(writer.text == (isValid ? spelling : "null"))
    }

    @Test("goes on where bytes were taken")
    func taking() {
        var writer = JSONWriter(capacity: 64)
        writer.beginArray()
        writer.integer(1)
        let first = writer.takeBytes()
        writer.integer(2)
        writer.endArray()
        #expect(String(decoding: first + writer.takeBytes(), as: UTF8.self) == "[1,2]")
        #expect(writer.bytes == [])
    }

    @Test("of naughty strings is read back by other parsers", .enabled(if: SharedData.isThere))
    func naughtyStrings() throws {
        let lines = try SharedData.text("bad-input/naughty-strings.ndjson").split(separator: "\n")
        #expect(lines.count > 200)
        for line in lines {
            let text = try #require(try JSONDocument(parsing: String(line)).root["string"]?.string)
            // Foundation drops a byte order mark at the beginning of a string.
            let value = "x" + text
            var writer = JSONWriter()
            writer.beginArray()
            writer.string(value)
            writer.endArray()
            let ours = try JSONDocument(parsing: writer.bytes).root.elements.first?.string
            #expect(ours.map { Array($0.utf8) } == Array(value.utf8))
            let theirs = try JSONSerialization.jsonObject(with: Data(writer.bytes)) as? [String]
            #expect(theirs.map { $0.map { Array($0.utf8) } } == [Array(value.utf8)])
        }
    }
}
