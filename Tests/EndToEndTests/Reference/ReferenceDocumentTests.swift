import Foundation
import Testing

@Suite("Figures beside independent references", .enabled(if: SharedData.isThere))
struct ReferenceDocumentTests {
    @Test("are the same, and docs/reference.md shows them")
    func figures() async throws {
        async let workflows = ReferenceWorkflows.sections()
        async let texts = ReferenceTexts.sections()
        async let confidence = ReferenceConfidence.section()
        async let interactions = ReferenceInteractions.section()
        let sections = [
            try await workflows, try await texts, [try await confidence],
            [try await interactions],
        ].flatMap(\.self)
        for section in sections {
            #expect(!section.figures.isEmpty, "\(section.heading)")
            for figure in section.figures {
                #expect(
                    figure.difference <= figure.tolerance,
                    "\(figure.data), \(figure.figure): \(figure)"
                )
            }
        }
        let document = ReferenceDocument(sections: sections)
        if ReferenceDocument.isWritten {
            try Data(document.text.utf8).write(to: ReferenceDocument.file)
            return
        }
        let written = try String(contentsOf: ReferenceDocument.file, encoding: .utf8)
        // The last digits of a logarithm are those of the machine's C library.
        #expect(Self.withoutFigures(written) == Self.withoutFigures(document.text))
        #expect(Self.figures(of: written).count == Self.figures(of: document.text).count)
        let pairs = zip(Self.figures(of: written), Self.figures(of: document.text))
        #expect(pairs.filter { abs($0 - $1) > 1e-9 }.map(\.0) == [])
    }

    /// The rows up to the reference's figure, and all that is no row.
    private static func withoutFigures(_ text: String) -> [String] {
        lines(text).filter { !$0.contains("largest difference") && !$0.contains("e-") }.map {
            line in
            line.hasPrefix("|") ? cells(line).prefix(3).joined(separator: "|") : line
        }
    }

    /// Redline's figures, row by row.
    private static func figures(of text: String) -> [Double] {
        lines(text).filter { $0.hasPrefix("|") }.compactMap { line in
            let cells = cells(line)
            return cells.count == 5 ? Double(cells[3]) : nil
        }
    }

    private static func lines(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    private static func cells(_ line: String) -> [String] {
        line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
