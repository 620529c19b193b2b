import Foundation

/// `docs/reference.md`: redline's figures beside those of independent references.
struct ReferenceDocument {
    let sections: [ReferenceSection]

    /// Its place.
    static let file = Redline.root.appending(path: "docs/reference.md")

    /// Whether it is written instead of compared.
    static let isWritten = ProcessInfo.processInfo.environment["REDLINE_WRITE_REFERENCE"] == "1"

    var text: String {
        let count = sections.reduce(0) { $0 + $1.figures.count }
        let differences = sections.flatMap(\.figures).filter { !$0.isRolledUp }.map(\.difference)
        let introduction = [
            """
            \(count) figures of redline's reports on public data, each beside the one that an
            independent program gives for the same data. The largest difference is
            \(Self.short(differences.max() ?? 0)), but for percentiles of the roll-ups, which are
            within 1 %. The definitions are in [metrics.md](metrics.md).
            """,
            """
            The data are those of NERRE (materials data that language models extracted), SROIE 2019
            (receipts read by Tesseract), MLQE-PE (machine translations and their post-edits) and
            tau-bench (conversations with tools). The references are Python programs around
            scikit-learn, sacrebleu, rapidfuzz, statsmodels and numpy. Neither is part of redline:
            `make reference` records the data, asks for the reports and writes this page, where the
            environment variable `REDLINE_DATA_DIR` names a folder that has both. There `make test`
            compares the same figures, and besides them each bin, threshold and correction pattern,
            to 1e-9.
            """,
        ]
        return "# Figures beside independent references\n"
            + introduction.map { "\n\(Self.lines(of: $0))\n" }.joined()
            + sections.map(Self.text).joined()
    }

    private static func text(_ section: ReferenceSection) -> String {
        let rows = section.figures.map { figure in
            "\(key(figure)) \(figure.reference.shortest) | "
                + "\(figure.redline.map(\.shortest) ?? "none") | \(short(figure.difference)) |\n"
        }
        return "\n## \(section.heading)\n\n\(lines(of: section.text))\n\n"
            + "| data | figure | reference | redline | difference |\n"
            + "| --- | --- | ---: | ---: | ---: |\n" + rows.joined()
    }

    /// What of a row says which figure it is.
    static func key(_ figure: ReferenceFigure) -> String {
        "| \(figure.data) | \(figure.figure) |"
    }

    /// The words of a text in lines of at most 100 characters.
    private static func lines(of text: String) -> String {
        let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        var lines: [String] = []
        for word in words {
            if let last = lines.last, last.count + word.count < 100 {
                lines[lines.count - 1] = "\(last) \(word)"
            } else {
                lines.append(word)
            }
        }
        return lines.joined(separator: "\n")
    }

    private static func short(_ difference: Double) -> String {
        difference == 0 ? "0" : String(format: "%.0e", difference)
    }
}

extension Double {
    /// The fewest digits that read as the same number.
    fileprivate var shortest: String {
        Int(exactly: self).map(String.init) ?? description
    }
}
