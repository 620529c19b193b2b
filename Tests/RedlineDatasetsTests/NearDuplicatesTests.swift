import TestSupport
import Testing

@testable import RedlineDatasets

@Suite("Near-duplicates")
struct NearDuplicatesTests {
    @Test(
        "are those that comparing with every one that is remembered finds, over random hashes",
        arguments: [7, 50, NearDuplicates.standardCapacity]
    )
    func everyPair(capacity: Int) throws {
        for seed in 1...20 as ClosedRange<UInt64> {
            var random = SplitMix64(seed: seed)
            var index = NearDuplicates(capacity: capacity)
            var kept: [Similarity] = []
            for _ in 0..<500 {
                var prompt = UInt64.random(in: 0...3, using: &random) << 40
                var answer = random.next()
                // Most are a few bits away from one that came before, some in the answer alone.
                if let near = kept.suffix(100).randomElement(using: &random),
                    Int.random(in: 0..<4, using: &random) > 0
                {
                    prompt = Int.random(in: 0..<4, using: &random) > 0 ? near.prompt : random.next()
                    answer = near.answer
                    for _ in 0..<Int.random(in: 0...6, using: &random) {
                        answer ^= 1 << UInt64.random(in: 0..<64, using: &random)
                    }
                    for _ in 0..<Int.random(in: 0...5, using: &random) {
                        prompt ^= 1 << UInt64.random(in: 0..<64, using: &random)
                    }
                }
                let text = "\(String(prompt, radix: 16))-\(String(answer, radix: 16))"
                let hash = try #require(Similarity(text))
                let isNear = kept.suffix(capacity).contains { other in
                    (other.prompt ^ prompt).nonzeroBitCount <= 3
                        && (other.answer ^ answer).nonzeroBitCount <= 3
                }
                let isTaken = index.insert(hash)
                #expect(isTaken == !isNear, "seed \(seed)")
                if !isNear { kept.append(hash) }
            }
        }
    }

    @Test("have texts that differ in a word of many, not in one of a few")
    func texts() {
        let long = (1...400).map { "word\($0)" }.joined(separator: " ")
        let nearly = long.replacing("word200 ", with: "other ")
        let distance = { (a: String, b: String) in
            (SimilarityHash.of([a]) ^ SimilarityHash.of([b])).nonzeroBitCount
        }
        #expect(distance(long, nearly) <= 3)
        #expect(distance(long, "  \(long.uppercased())!") == 0)
        #expect(distance("total 10.50", "total 10.60") > 3)
        #expect(distance("Acme Corp", "Acme Corporation") > 3)
        #expect(distance("a", "b") > 3)
    }

    @Test("are forgotten when so many others have come that agree with them in a part")
    func depth() throws {
        var random = SplitMix64(seed: 4)
        var index = NearDuplicates(depth: 10)
        let first = try #require(Similarity("0-123456789abcdef0"))
        var taken = [index.insert(first)]
        for _ in 0..<9 {
            let prompt = String(random.next(), radix: 16)
            taken.append(index.insert(try #require(Similarity("\(prompt)-123456789abcdef0"))))
        }
        #expect(taken == Array(repeating: true, count: 10))
        let isRemembered = !index.insert(first)
        #expect(isRemembered)
        let last = try #require(Similarity("\(String(random.next(), radix: 16))-123456789abcdef0"))
        let again = [index.insert(last), index.insert(first), index.insert(last)]
        #expect(again == [true, true, false])
    }

    @Test("are forgotten when so many others have come, and only then")
    func capacity() throws {
        let capacity = 1_000
        var random = SplitMix64(seed: 3)
        var index = NearDuplicates(capacity: capacity)
        let first = try #require(Similarity("0-123456789abcdef0"))
        let isTaken = index.insert(first)
        #expect(isTaken)
        var count = 1
        while count < capacity {
            let text = "0-\(String(random.next(), radix: 16))"
            if let hash = Similarity(text), index.insert(hash) { count += 1 }
        }
        let isRemembered = !index.insert(first)
        #expect(isRemembered)
        while let hash = Similarity("0-\(String(random.next(), radix: 16))"), !index.insert(hash) {}
        let again = [index.insert(first), index.insert(first)]
        #expect(again == [true, false])
    }
}
