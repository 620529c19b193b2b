import Testing

@testable import Redline

@Suite("The steps of JSON Pointers")
struct JSONPointerStepsTests {
    @Test(
        "are the names that led to it, whatever is in them",
        arguments: [
            [], [""], ["a", "0", ""], ["a/b", "m~n", "~1", "~01"],
            ["\u{301}x", "e\u{301}", "\r\n"],
        ]
    )
    func names(names: [String]) {
        let pointer = names.reduce("") { JSONPointer.appending($1, to: $0) }
        let steps = JSONPointer.steps(pointer)
        #expect(steps.map { Array($0.utf8) } == names.map { Array($0.utf8) })
    }

    @Test("lead to the value, or to none")
    func values() throws {
        let data = try JSONDocument(
            parsing: #"{"a":[{"x/y":1}],"́b":2}"#
        ).root
        #expect(data.value(at: JSONPointer.steps("/a/0/x~1y"))?.text == "1")
        #expect(data.value(at: JSONPointer.steps("/\u{301}b"))?.text == "2")
        for pointer in ["/a/1", "/a/-1", "/a/0/x", "/a/0/x~1y/z", "/b"] {
            #expect(data.value(at: JSONPointer.steps(pointer)) == nil, "\(pointer)")
        }
    }
}
