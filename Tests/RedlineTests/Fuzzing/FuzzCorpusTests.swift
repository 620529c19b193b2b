import Foundation
import Testing

@Suite("The inputs of the fuzzers")
struct FuzzCorpusTests {
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Data/Fuzz")

    private static func inputs(of target: FuzzTarget) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(
            at: folder.appending(path: target.rawValue),
            includingPropertiesForKeys: nil
        ).sorted { $0.path < $1.path }
    }

    @Test("keep the promises, all of them", arguments: FuzzTarget.allCases)
    func corpus(target: FuzzTarget) throws {
        let inputs = try Self.inputs(of: target)
        var taken = 0
        for input in inputs {
            do {
                if try target.run([UInt8](try Data(contentsOf: input))) { taken += 1 }
            } catch {
                Issue.record("\(target.rawValue)/\(input.lastPathComponent): \(error)")
            }
        }
        // What is refused at the door promises nothing.
        #expect(taken >= 2, "\(taken) of \(inputs.count) were taken")
    }
}
