import Testing

@testable import Redline

@Suite("The text of a summary")
struct SummaryTextTests {
    @Test(
        "a string itself, or the string leaves in document order",
        arguments: [
            (#""One\ntwo""#, "One\ntwo"), (#""""#, ""), ("{}", ""),
            (
                #"{"b":"first","a":["second",{"c":"third","d":5}],"e":null,"f":true}"#,
                "first\nsecond\nthird"
            ),
            (#"{"a":"","b":{},"c":[],"d":"x"}"#, "\nx"),
            (#"{"a":"old","b":"x","a":"new"}"#, "x\nnew"),
        ]
    )
    func text(json: String, text: String) throws {
        #expect(try JSONDocument(parsing: json).root.summaryText == text)
    }
}
