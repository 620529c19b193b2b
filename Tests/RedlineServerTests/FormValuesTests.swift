import Testing

@testable import RedlineServer

@Suite("A form")
struct FormValuesTests {
    @Test("is taken apart in its order")
    func fields() throws {
        let form = try FormValues(Array("a=1&b=x+y%2B&a=%E2%82%AC&c&=z&d=".utf8))
        #expect(form.fields.map(\.name) == ["a", "b", "a", "c", "", "d"])
        #expect(form.fields.map(\.value) == ["1", "x y+", "€", "", "z", ""])
        #expect(form.all("a") == ["1", "€"])
        #expect(form.text("a") == "1")
        #expect(form.text("d") == nil)
        #expect(form.text("e") == nil)
    }

    @Test("is refused where it is none", arguments: ["a=%", "a=%4", "a=%zz", "a=%FF", "%C3=1"])
    func refused(body: String) {
        #expect(throws: Problem.self) { try FormValues(Array(body.utf8)) }
    }

    @Test("has a limit of fields")
    func many() {
        let body = Array(repeating: "a=1", count: FormValues.limit + 1).joined(separator: "&")
        #expect(throws: Problem.self) { try FormValues(Array(body.utf8)) }
    }
}
