import RedlineRedaction
import TestSupport
import Testing

@Suite("Personal data among look-alikes")
struct SeededRedactionTests {
    @Test("is found, and little else, with precision and recall of at least 0.98")
    func precisionAndRecall() {
        var found = 0
        var missed = 0
        var wrong = 0
        var faults: [String: Int] = [:]
        let finder = PersonalDataFinder()
        for seed in 0..<20 as Range<UInt64> {
            var texts = SeededTexts(seed: seed)
            for sample in texts.samples(1_000) {
                let findings = finder.findings(in: sample.text)
                let bytes = Array(sample.text.utf8)
                let values = findings.map { String(decoding: bytes[$0.range], as: UTF8.self) }
                let isFound = sample.personal.map { values.contains($0) } ?? false
                if isFound { found += 1 } else if sample.personal != nil { missed += 1 }
                wrong += values.count - (isFound ? 1 : 0)
                if !isFound && sample.personal != nil || values.count != (isFound ? 1 : 0) {
                    faults["\(sample.kind): \(sample.text) -> \(values)", default: 0] += 1
                }
            }
        }
        let precision = Double(found) / Double(found + wrong)
        let recall = Double(found) / Double(found + missed)
        print("personal data: precision \(precision), recall \(recall) of \(found + missed)")
        for fault in faults.keys.sorted().prefix(40) { print("  \(fault)") }
        #expect(found + missed == 10_000)
        #expect(precision >= 0.98)
        #expect(recall >= 0.98)
    }
}
