import Testing

@testable import Redline

@Suite("The work of measuring")
struct MeasuringWorkTests {
    private func steps(_ original: String, _ modified: String) throws -> Int {
        try MeasuringWork.comparing(
            original: JSONDocument(parsing: original).root,
            modified: JSONDocument(parsing: modified).root
        ).steps
    }

    /// An object with an array of so many items of ten members each, all of them told apart by a
    /// word.
    private func items(_ count: Int, _ word: String) -> String {
        let items = (0..<count).map { item in
            let members = (0..<10).map { "\"m\($0)\":\"\(word)\(item)-\($0)\"" }
            return "{\(members.joined(separator: ","))}"
        }
        return "{\"items\":[\(items.joined(separator: ","))]}"
    }

    private static let limit = MeasuringWork.atOnceLimit.steps

    @Test("is little for everyday documents, and for large ones of which little differs")
    func everyday() throws {
        #expect(try steps(items(20, "a"), items(20, "b")) < Self.limit)
        #expect(try steps(items(50, "a"), items(50, "b")) < Self.limit)
        let large = items(4_000, "a")
        #expect(try steps(large, large) < Self.limit)
        #expect(try steps(large, large.replacing("a7-3", with: "b")) < Self.limit)
        let text = String(repeating: "word ", count: 20_000)
        #expect(try steps("{\"t\":\"\(text)\"}", "{\"t\":\"\(text)s\"}") < Self.limit)
    }

    @Test("grows beyond what is done at once with items, strings, nesting and fields that differ")
    func large() throws {
        #expect(try steps(items(200, "a"), items(200, "b")) > Self.limit)
        // Beyond the full search, equal elements alone are paired.
        #expect(try steps(items(1_100, "a"), items(1_100, "b")) > Self.limit)
        let texts = ["a", "b"].map { "{\"t\":\"\(String(repeating: $0, count: 10_000))\"}" }
        #expect(try steps(texts[0], texts[1]) > Self.limit)
        let nested = ["1", "2"].map { leaf in
            let row = "[\((0..<40).map { _ in leaf }.joined(separator: ","))]"
            return "[\((0..<40).map { _ in row }.joined(separator: ","))]"
        }
        #expect(try steps(nested[0], nested[1]) > Self.limit)
        let fields = ["1", "2"].map { leaf in
            "{\((0..<5_000).map { "\"f\($0)\":\(leaf)" }.joined(separator: ","))}"
        }
        #expect(try steps(fields[0], fields[1]) > Self.limit)
        let deep = ["a", "b"].map { name in
            let long = String(repeating: "n", count: 100_000)
            return
                "{\"\(long)\":{\((0..<100).map { "\"\(name)\($0)\":1" }.joined(separator: ","))}}"
        }
        #expect(try steps(deep[0], deep[1]) > Self.limit)
    }

    @Test("is the same whoever reckons it, from sizes alone")
    func deterministic() throws {
        let first = try steps(items(60, "a"), items(60, "b"))
        #expect(first == 3_518_887)
        #expect(try steps(items(60, "c"), items(60, "d")) == first)
    }

    @Test("of summaries grows with their words, and ends where they are not measured")
    func summaries() {
        func steps(_ words: Int) -> Int {
            MeasuringWork.summaryRate(
                hypothesis: String(repeating: "word ", count: words),
                reference: String(repeating: "term ", count: words)
            ).steps
        }
        #expect(steps(400) < Self.limit)
        #expect(steps(600) > Self.limit)
        #expect(steps(5_000) > steps(600))
        #expect(steps(5_001) < Self.limit)
        let same = String(repeating: "word ", count: 4_000)
        #expect(MeasuringWork.summaryRate(hypothesis: same, reference: same).steps < Self.limit)
    }

    @Test("adds up without running over")
    func overflow() {
        var work = MeasuringWork(steps: .max - 1)
        work.add(Int.max, 2)
        #expect(work.steps == .max)
        #expect((work + work).steps == .max)
        var budget = MeasuringWork(steps: 10)
        let spent = [4, 7, 6].map { budget.spend(MeasuringWork(steps: $0)) }
        #expect(spent == [true, false, true])
        #expect(budget == .none)
    }
}
