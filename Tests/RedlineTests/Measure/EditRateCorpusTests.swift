import Foundation
import TestSupport
import Testing

@testable import Redline

/// Machine translations, what people made of them, and how many edits tercom and sacrebleu counted
/// (the MLQE-PE corpus).
@Suite("Translation edit rate of published data", .enabled(if: dataFolder != nil))
struct EditRateCorpusTests {
    private struct Record: Decodable {
        let id: String
        let mt: String
        let pe: String
        let edits: Int
        let sacrebleuEdits: Int
        let refWords: Int
    }

    @Test("equals sacrebleu everywhere, and tercom in at least 99.9 %")
    func corpus() throws {
        let folder = try #require(dataFolder).appending(path: "edit-rate")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        var records = 0
        var asPublished = 0
        for name in ["en-de", "en-zh", "et-en"] {
            let lines = try decompressed(folder.appending(path: "mlqe-pe_\(name).ndjson.gz"))
            for line in lines.split(separator: UInt8(ascii: "\n")) {
                let record = try decoder.decode(Record.self, from: line)
                let result = try #require(
                    TranslationEditRate.edits(hypothesis: record.mt, reference: record.pe)
                )
                #expect(result == (record.sacrebleuEdits, record.refWords), "\(record.id)")
                records += 1
                asPublished += result.edits == record.edits ? 1 : 0
            }
        }
        #expect(records == 6_000)
        #expect(Double(asPublished) / Double(records) >= 0.999)
    }

    private func decompressed(_ file: URL) throws -> Data {
        let output = try ChildOutput(of: "zcat", [file.path(percentEncoded: false)])
        try #require(output.status == 0)
        return Data(output.bytes)
    }
}

private let dataFolder = ProcessInfo.processInfo.environment["REDLINE_DATA_DIR"].map {
    URL(filePath: $0, directoryHint: .isDirectory)
}
