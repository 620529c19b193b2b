import Redline
import TestSupport
import Testing

@testable import RedlineSummaries

/// Documents that are too large for a prompt are cut so that their fields stay.
@Suite struct DocumentExcerptTests {
    private func excerpt(_ json: String, _ limit: Int = 2_000) throws -> DocumentExcerpt {
        DocumentExcerpt(try SampleRequest.view(json), limit: limit)
    }

    @Test func whatFitsIsWholeOnOneLine() throws {
        let excerpt = try excerpt("{ \"a\" :\n [1.50, \"x\\ny\", null, true, {}, []] }")
        #expect(excerpt.json == #"{"a":[1.50,"x\ny",null,true,{},[]]}"#)
        #expect(excerpt.isWhole)
    }

    @Test func lineItemsAreCountedAndAllFieldsStay() throws {
        let items = (0..<500).map { #"{"description":"item \#($0)","amount":\#($0)}"# }
        let excerpt = try excerpt(
            #"{"total":1,"items":[\#(items.joined(separator: ","))],"vendor":"ACME"}"#
        )
        #expect(!excerpt.isWhole)
        #expect(excerpt.json.utf8.count <= 2_000)
        let root = try SampleRequest.view(excerpt.json)
        #expect(root["total"]?.text == "1")
        #expect(root["vendor"]?.string == "ACME")
        let kept = try #require(root["items"]).elements
        #expect(kept.count == 51)
        #expect(kept.first?.text == items.first)
        #expect(kept.last?.text == #"{"(omitted)":450}"#)
    }

    @Test func longTextsAreShortened() throws {
        let excerpt = try excerpt(#"{"a":"\#(String(repeating: "é", count: 5_000))","b":1}"#)
        let root = try SampleRequest.view(excerpt.json)
        #expect(
            root["a"]?.string == String(repeating: "é", count: 500) + "… (4500 more characters)"
        )
        #expect(root["b"]?.text == "1")
    }

    @Test func ofTooManyFieldsThoseAtTheTopCome() throws {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("deep")
        writer.beginObject()
        for number in 0..<300 {
            writer.name("field \(number)")
            writer.integer(number)
        }
        writer.endObject()
        writer.name("total")
        writer.integer(7)
        writer.endObject()
        let excerpt = try excerpt(writer.text)
        let root = try SampleRequest.view(excerpt.json)
        #expect(root.members.first?.name == "/total")
        #expect(root.members.dropFirst().first?.name == "/deep/field 0")
        let omitted = try #require(root["(omitted)"]?.integer)
        #expect(omitted == 301 - (root.count - 1))
        #expect(excerpt.json.utf8.count <= 2_000)
    }

    @Test(arguments: 0..<UInt64(20))
    func noDocumentIsTooLarge(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        func value(_ depth: Int) -> String {
            let size = Int.random(in: 0...(depth > 4 ? 2 : 40), using: &random)
            switch Int.random(in: 0..<(depth > 6 ? 2 : 5), using: &random) {
            case 0: return "\(size)"
            case 1: return "\"\(String(repeating: "\\n", count: size * 20))\""
            case 2:
                return "[\((0..<size / 4).map { _ in value(depth + 1) }.joined(separator: ","))]"
            default:
                let name = String(repeating: "n", count: size * 30)
                let members = (0..<size / 4).map { "\"\(name)\($0)\":\(value(depth + 1))" }
                return "{\(members.joined(separator: ","))}"
            }
        }
        let data = try SampleRequest.view(value(0))
        let excerpt = DocumentExcerpt(data, limit: 1_000)
        #expect(excerpt.json.utf8.count <= 1_000)
        #expect(!excerpt.json.contains("\n"))
        _ = try SampleRequest.view(excerpt.json)
    }
}
