/// What a report's page asks the report with: the sample data of `redline demo` for one day.
struct ReportExample {
    /// The day of the sample data, which reaches back to 3 October.
    static let day = "2026-11-01"
    /// So many rows at most are shown.
    static let rows = 10

    /// The options of `redline report`.
    let options: [String]
    /// Each which row is shown; more than one where the first rows say little.
    let step: Int

    /// The example of a report; one that is not named here is asked with its defaults.
    init(of report: String) {
        options =
            switch report {
            // The fortnight against the one before, of which there are records, too.
            case "drift": Self.period(from: "2026-10-17")
            case "accuracy", "quality": Self.period() + ["--by", "model"]
            case "editing_rate": Self.period() + ["--by", "document_type"]
            case "funnel", "activity": Self.period() + ["--by", "week"]
            case "review_threshold": Self.period() + ["--set", "target=0.05"]
            default: Self.period()
            }
        step = report == "review_threshold" ? 10 : 1
    }

    private static func period(from first: String = "2026-10-01") -> [String] {
        ["--from", first, "--to", day]
    }

    /// The tables of a report in Markdown, the first of them with some rows alone, and what is
    /// shown of them.
    func section(_ answer: String) -> String {
        var tables: [[String]] = []
        var isInTable = false
        for line in answer.split(separator: "\n", omittingEmptySubsequences: false) {
            let isRow = line.hasPrefix("|")
            if isRow, isInTable {
                tables[tables.count - 1].append(String(line))
            } else if isRow {
                tables.append([String(line)])
            }
            isInTable = isRow
        }
        let all = (tables.first?.count ?? 2) - 2
        if let table = tables.first {
            let shown = table.dropFirst(2).enumerated()
                .filter { $0.offset.isMultiple(of: step) }.prefix(Self.rows).map(\.element)
            tables[0] = table.prefix(2) + shown
        }
        let sample = "of the sample data that `redline demo --day \(Self.day)` records"
        let what =
            if step > 1 {
                "Each \(step)th of \(all) rows, \(sample), \(Self.rows) of them:"
            } else if all > Self.rows {
                "The first \(Self.rows) of \(all) rows, \(sample):"
            } else {
                "The report \(sample):"
            }
        let rolledUp = "\nIts percentiles are within 1 %: [roll-ups](../metrics.md#roll-ups).\n"
        return "## Example\n\n\(what)\n\n"
            + tables.map { $0.map { $0 + "\n" }.joined() }.joined(separator: "\n")
            + (answer.contains("percentiles within 1 %") ? rolledUp : "")
    }
}
