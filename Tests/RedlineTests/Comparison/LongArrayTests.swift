import Testing

@testable import Redline

@Suite("Long arrays", .timeLimit(.minutes(5)))
struct LongArrayTests {
    private func text(_ elements: some Sequence<String>) -> String {
        "[\(elements.map { "\"\($0)\"" }.joined(separator: ","))]"
    }

    @Test("beyond the limit equal elements alone are paired")
    func known() throws {
        let original = (0..<1_100).map { "v\($0)" }
        let modified =
            original[..<1] + ["p"] + original[2..<500] + original[501..<1_098] + ["q"]
            + original[1_099...]
        #expect(
            try ChangeList(text(original), text(modified)).lines == [
                #"A /1 "p""#, #"A /1097 "q""#, #"D /1 "v1""#, #"D /1098 "v1098""#,
                #"D /500 "v500""#,
            ]
        )
    }

    @Test("25,000 elements that have nothing in common")
    func unrelated() throws {
        let list = try ChangeList(
            text((0..<25_000).map { "a\($0)" }),
            text((0..<25_000).map { "b\($0)" })
        )
        #expect(list.changes.count == 50_000)
        #expect(list.changes.prefix(25_000).allSatisfy { $0.changeType == .deletion })
        #expect(list.changes.suffix(25_000).allSatisfy { $0.changeType == .addition })
    }

    @Test("25,000 equal elements, shifted by one between others")
    func repeats() throws {
        let repeats = Array(repeating: "r", count: 24_998)
        let list = try ChangeList(
            text(["a"] + repeats + ["b"]),
            text(["c", "d"] + repeats + ["e"])
        )
        #expect(
            list.lines == [
                #"A /0 "c""#, #"A /1 "d""#, #"A /25000 "e""#, #"D /0 "a""#, #"D /24999 "b""#,
            ]
        )
    }

    @Test("many repeats of few elements, in any order")
    func mixedRepeats() throws {
        var random = SeededGenerator(seed: 33)
        let arrays = (0..<2).map { _ in
            (0..<4_000).map { _ in ["a", "b", "c", "d"].randomElement(using: &random) ?? "" }
        }
        let list = try ChangeList(text(arrays[0]), text(arrays[1]))
        let added = list.changes.filter { $0.changeType == .addition }.count
        #expect(list.changes.count == 2 * added)
        // The longest common subsequence of random words over four letters is 0.65 of their length.
        #expect((0.6...0.7).contains(Double(4_000 - added) / 4_000))
    }

    @Test("200 rows of ten cells, each row with a change")
    func rows() throws {
        func table(_ changed: Bool) -> String {
            let rows = (0..<200).map { row in
                let cells = (0..<10).map { cell in
                    #""c\#(cell)":"\#(row) \#(cell) \#(changed && cell == row % 10)""#
                }
                return "{\(cells.joined(separator: ","))}"
            }
            return "[\(rows.joined(separator: ","))]"
        }
        let list = try ChangeList(table(false), table(true))
        #expect(list.changes.count == 200)
        #expect(list.changes.allSatisfy { $0.changeType == .modification })
    }

    @Test("a table of 300 times 20 cells that have nothing in common")
    func table() throws {
        func table(_ letter: String) -> String {
            let rows = (0..<300).map { row in text((0..<20).map { "\(letter)\(row) \($0)" }) }
            return "[\(rows.joined(separator: ","))]"
        }
        let list = try ChangeList(table("a"), table("b"))
        #expect(list.changes.count == 6_000)
        #expect(list.changes.allSatisfy { $0.originalPath == $0.modifiedPath })
    }

    @Test("20,000 members, in another order")
    func members() throws {
        let names = (0..<20_000).map { "name\($0)" }
        func object(_ names: some Sequence<String>, _ value: Int) -> String {
            "{\(names.map { "\"\($0)\":\(value)" }.joined(separator: ","))}"
        }
        var random = SeededGenerator(seed: 34)
        let shuffled = names.shuffled(using: &random)
        #expect(try ChangeList(object(names, 1), object(shuffled, 1)).changes.isEmpty)
        let list = try ChangeList(object(names, 1), object(shuffled, 2))
        #expect(list.changes.map(\.path) == names.map { "/\($0)" })
        let other = try ChangeList(object(names, 1), object(shuffled.map { "other\($0)" }, 1))
        #expect(other.changes.count == 40_000)
    }
}
