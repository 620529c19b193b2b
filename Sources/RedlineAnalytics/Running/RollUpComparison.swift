import Redline
import RedlinePostgres

/// One report, by one grouping, from both sides.
struct RollUpComparison {
    /// Percentiles come from histograms whose buckets are within 1 % of their values.
    private static let tolerance = 0.0100001

    let definition: ReportDefinition
    /// What was asked for.
    let selection: String
    /// The columns of the result, the grouping among them.
    let columns: [ReportColumn?]
    /// How many columns name the row: the grouping and the texts and values that follow it, or
    /// else the first.
    let keys: Int

    init(_ definition: ReportDefinition, _ selection: String) {
        self.definition = definition
        self.selection = selection
        let grouping: [ReportColumn?] = definition.groupings.isEmpty ? [] : [nil]
        columns = grouping + definition.columns + definition.totals
        let texts = definition.columns.firstIndex { ![.text, .json].contains($0.unit) } ?? 0
        keys = max(1, grouping.count + texts)
    }

    // `gap` says how far the values of a measure in a row are apart around zero; a percentile between
    // those two is as exact as they are, and can be as small as one likes.
    func compare(
        _ rolledUp: Rows,
        _ counted: Rows,
        into outcome: inout RollUpVerification.Outcome,
        gap: (_ measure: String, _ label: String) throws -> Double?
    ) throws {
        let known = try byKey(rolledUp)
        let wanted = try byKey(counted)
        for key in Set(known.keys).union(wanted.keys).sorted() {
            guard let left = known[key], let right = wanted[key] else {
                outcome.figures += 1
                let side = "a row"
                outcome.differences.append(
                    difference(
                        key,
                        "row",
                        known[key].map { _ in side },
                        wanted[key].map { _ in side }
                    )
                )
                continue
            }
            for (index, column) in columns.enumerated() where index >= keys {
                guard let column else { continue }
                outcome.figures += 1
                let cells = (left[index], right[index])
                let agree = try Self.agree(cells, column) {
                    try gap(column.measure, left[0] ?? "")
                }
                if agree { continue }
                outcome.differences.append(
                    difference(key, column.name, cells.0, cells.1)
                )
            }
        }
    }

    /// Notes that the roll-ups hold what no records can give.
    func noteImpossible(in outcome: inout RollUpVerification.Outcome) {
        outcome.figures += 1
        outcome.differences.append(
            difference("all rows", "row", "figures that cannot be", "some that can")
        )
    }

    private func byKey(_ rows: Rows) throws -> [String: [String?]] {
        var found: [String: [String?]] = [:]
        for row in rows {
            let cells = try columns.indices.map { try row[$0].string }
            let key = cells[..<keys].map { $0 ?? "(none)" }.joined(separator: ", ")
            found[key] = cells
        }
        return found
    }

    private static func agree(
        _ cells: (String?, String?),
        _ column: ReportColumn,
        gap: () throws -> Double?
    ) throws -> Bool {
        if cells.0 == cells.1 { return true }
        guard column.isPercentile, let rolledUp = cells.0.flatMap(Double.init),
            let counted = cells.1.flatMap(Double.init)
        else { return false }
        let difference = abs(rolledUp - counted)
        if difference <= tolerance * abs(counted) { return true }
        return try gap().map { difference <= tolerance * $0 } ?? false
    }

    private func difference(
        _ row: String,
        _ column: String,
        _ rolledUp: String?,
        _ counted: String?
    ) -> RollUpDifference {
        RollUpDifference(
            report: definition.name,
            grouping: selection,
            row: row,
            column: column,
            rolledUp: rolledUp,
            counted: counted
        )
    }
}
