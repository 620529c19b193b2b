import TestSupport
import Testing

@testable import RedlineDatasets

@Suite("Splits")
struct SplitTests {
    @Test("have no owner and no document on both sides, whatever is shared and whatever the seed")
    func nothingLeaks() throws {
        for seed in 1...200 as ClosedRange<UInt64> {
            var random = SplitMix64(seed: seed)
            let owners = (0..<Int.random(in: 2...60, using: &random)).map { "owner\($0)" }
            let documents = (0..<Int.random(in: 1...90, using: &random)).map { "doc\($0)" }
            var pairs: [(owner: String, document: String)] = []
            for _ in 0..<Int.random(in: 1...150, using: &random) {
                guard let owner = owners.randomElement(using: &random),
                    let document = documents.randomElement(using: &random)
                else { continue }
                pairs.append((owner, document))
            }
            var groups = SharedGroups()
            for (owner, document) in pairs {
                for other in pairs where other.document == document && other.owner != owner {
                    groups.join(owner, other.owner)
                }
            }
            var split = try #require(DatasetSplit("train=0.6,dev=0.2,test=0.2"))
            split.seed = seed
            var parts: [String: Set<Int>] = [:]
            for (owner, document) in pairs {
                let part = split.part(of: groups.representative(of: owner))
                parts[owner, default: []].insert(part)
                parts[document, default: []].insert(part)
            }
            #expect(parts.values.allSatisfy { $0.count == 1 }, "seed \(seed)")
        }
    }

    @Test("do not depend on the order in which owners are joined")
    func order() {
        for seed in 1...50 as ClosedRange<UInt64> {
            var random = SplitMix64(seed: seed)
            var pairs = (0..<30).map { _ in
                (
                    "o\(Int.random(in: 0..<25, using: &random))",
                    "o\(Int.random(in: 0..<25, using: &random))"
                )
            }
            var one = SharedGroups()
            for pair in pairs { one.join(pair.0, pair.1) }
            pairs.shuffle(using: &random)
            var other = SharedGroups()
            for pair in pairs { other.join(pair.1, pair.0) }
            for owner in (0..<25).map({ "o\($0)" }) {
                #expect(one.representative(of: owner) == other.representative(of: owner))
            }
        }
    }

    @Test("deal out owners by the shares")
    func shares() throws {
        let split = try #require(DatasetSplit("train=0.9,test=0.1"))
        let test = (0..<20_000).count { split.part(of: "user\($0)@example.com") == 1 }
        #expect((1_850...2_150).contains(test), "\(test)")
        for wrong in [
            "", "train", "train=0.9", "train=0.9,test=0.2", "train=0.5,train=0.5", "a=1.5,b=-0.5",
            "Train=1", "a=0.5,b=0.5,", "../x=1",
        ] {
            #expect(DatasetSplit(wrong) == nil, "\(wrong)")
        }
    }

    @Test("and field names are matched part by part")
    func fields() throws {
        let cases: [(glob: String, field: String, matches: Bool)] = [
            ("/lines/*/price", "/lines/*/price", true), ("/lines/*/price", "/lines/a/price", true),
            ("/lines/*", "/lines/*/price", false), ("/lines/**", "/lines/*/price", true),
            ("/*_name", "/vendor_name", true), ("/*_name", "/a/vendor_name", false),
            ("/**price", "/lines/*/price", true), ("/vendor.name", "/vendor_name", false),
            ("/a*b*c", "/aXbYc", true), ("/a*b*c", "/abcd", false), ("/*", "/", true),
        ]
        for (glob, field, matches) in cases {
            let names = try #require(FieldGlob(glob))
            #expect(names.matches(field) == matches, "\(glob) \(field)")
            let expression = try Regex(names.regularExpression)
            #expect((field.wholeMatch(of: expression) != nil) == matches, "\(glob) \(field)")
        }
    }
}
