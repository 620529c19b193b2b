import Foundation
import Testing

@testable import Redline

/// Published documents with what people made of them; the figures of an independent
/// implementation lie beside them.
@Suite("Comparing published documents", .enabled(if: SharedFiles.folder != nil))
struct WorkflowCorpusTests {
    @Test(
        "the counts equal the reference, in all, by field name and by pattern",
        arguments: ["nerre-general", "nerre-doping", "sroie-ocr"]
    )
    func counts(name: String) throws {
        let reference = try JSONDecoder().decode(
            ReferenceFigures.self,
            from: Data(try SharedFiles.bytes(of: "reference/measure_\(name).json"))
        )
        var found = WorkflowFigures()
        for line in try SharedFiles.lines(of: "workflows/\(name).ndjson.gz") {
            try found.add(try JSONDocument(parsing: line).root)
        }
        #expect(found.skipped == reference.skipped)
        #expect(found.total == reference.all.counts)
        #expect(found.fields == reference.all.fields)
        let patterns = Dictionary(
            uniqueKeysWithValues: reference.all.patterns.map {
                (FoundPattern($0.field, $0.changeType, $0.pattern), $0.corrections)
            }
        )
        #expect(found.patterns == patterns)
    }
}
