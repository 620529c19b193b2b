import Testing

@testable import Redline

@Suite("Fields with a confidence of their own")
struct ScoredFieldsTests {
    private static let document = #"""
        {"total":5,"seller":{"name":"ACME","a/b~c":null},"lines":[{"price":1},{"price":2}],
        "notes":[],"*":{"":0},"total":6,"\#u{E9}":1,"":7}
        """#

    @Test(
        "are those whose pointer leads somewhere, with their field names",
        arguments: [
            (#"{"/total":0.25}"#, ["/total /total 0.25"]),
            (
                #"{"/seller":0.5,"/lines":1,"/lines/1":0}"#,
                [
                    "/seller /seller 0.5", "/lines /lines 1.0", "/lines/1 /lines/* 0.0",
                ]
            ),
            (
                #"{"/lines/1/price":0.1,"/lines/0/price":0.2}"#,
                [
                    "/lines/1/price /lines/*/price 0.1", "/lines/0/price /lines/*/price 0.2",
                ]
            ),
            (
                #"{"/notes":1e-3,"/seller/a~1b~0c":0.5}"#,
                [
                    "/notes /notes 0.001", "/seller/a~1b~0c /seller/a~1b~0c 0.5",
                ]
            ),
            // A name without a slash is a member's; so is the empty one.
            (
                #"{"total":0.3,"*":0.4,"*/":0.5,"":0.6,"/*/":0.7}"#,
                [
                    "/total /total 0.3", "/* /* 0.4", "/ / 0.6", "/*/ /*/ 0.7",
                ]
            ),
            // The last one counts where two name the same place.
            (
                #"{"/total":0.1,"/lines":0.9,"total":0.2}"#,
                [
                    "/total /total 0.2", "/lines /lines 0.9",
                ]
            ),
            // Nothing of these is there, or is no pointer to it.
            (
                #"{"/tax":1,"/total/0":1,"/lines/2":1,"/lines/01":1,"/lines/-":1,"/lines/+1":1,"#
                    + #""/lines/":1,"/notes/0":1,"/seller/a/b~c":1,"/seller/~2":1,"//":1}"#, []
            ),
            // é is one code point in the document and two in the pointer.
            ("{\"/e\u{301}\":1,\"/\u{E9}\":0.5}", ["/\u{E9} /\u{E9} 0.5"]),
            (#"{"/total":null,"/lines":0.5}"#, ["/lines /lines 0.5"]),
        ]
    )
    func found(confidence: String, expected: [String]) throws {
        let scored = try #require(try Self.scored(confidence))
        let found = scored.paths.indices.map { position in
            "\(scored.paths[position]) \(scored.names[position]) \(scored.confidences[position])"
        }
        #expect(found.map(ExactText.init) == expected.map(ExactText.init))
        #expect(scored.names.count == found.count && scored.confidences.count == found.count)
    }

    @Test(
        "are none, and not an empty list, where no confidence was given",
        arguments: [
            "{}", #"{"/total":null}"#, "null",
        ]
    )
    func none(confidence: String) throws {
        #expect(try Self.scored(confidence) == nil)
        let document = try JSONDocument(parsing: Self.document).root
        #expect(ScoredFields(nil, in: document) == nil)
    }

    @Test("are found in one pass, however many and however deep the pointers")
    func many() throws {
        let elements = Array(repeating: "0", count: 50_000).joined(separator: ",")
        let document = try JSONDocument(parsing: #"{"list":[\#(elements)]}"#).root
        let pointers = (0..<50_000).map { #""/list/\#($0)":0.5"# }
        let confidence = try JSONDocument(
            parsing: "{\(pointers.joined(separator: ",")),\"/list/0\(deep)\":1}"
        )
        let start = ContinuousClock.now
        let scored = try #require(ScoredFields(confidence.root, in: document))
        // A search for each from the front takes a billion steps: minutes.
        #expect(ContinuousClock.now - start < .seconds(60))
        #expect(scored.paths.count == 50_000)
        #expect(scored.paths.last == "/list/49999")
        #expect(Set(scored.names) == ["/list/*"])
    }

    private let deep = String(repeating: "/", count: 1_000_000)

    private static func scored(_ confidence: String) throws -> ScoredFields? {
        ScoredFields(
            try JSONDocument(parsing: confidence).root,
            in: try JSONDocument(parsing: document).root
        )
    }
}
