extension Report {
    /// The report with its compound grouping taken apart.
    ///
    /// Where several groupings were asked for at once, the first column is named for all of them
    /// (`day,model`) and each of its cells is a JSON array (`["2026-11-01","gpt-4o"]`). The answer
    /// has a column for each. A report without such a column, or with a cell that is not an array
    /// of as many values, comes back as it is.
    public func splitGrouping() -> Report {
        guard let compound = columns.first else { return self }
        let names = compound.name.split(separator: ",", omittingEmptySubsequences: false)
        guard names.count > 1, names.allSatisfy({ !$0.isEmpty }) else { return self }

        var split = self
        split.columns.replaceSubrange(
            0..<1,
            with: names.map { name in
                ReportColumn(
                    name: String(name),
                    unit: Self.groupingUnit(String(name)),
                    summary: compound.summary
                )
            }
        )
        for index in rows.indices {
            guard let first = rows[index].first,
                let cells = Self.groupingCells(of: first, count: names.count)
            else { return self }
            split.rows[index].replaceSubrange(0..<1, with: cells)
        }
        if totalColumns == columns {
            split.totalColumns = split.columns
            if let first = totals?.first {
                let label = [first] + Array(repeating: .null, count: names.count - 1)
                let cells = Self.groupingCells(of: first, count: names.count) ?? label
                split.totals?.replaceSubrange(0..<1, with: cells)
            }
        }
        return split
    }

    /// The unit of a grouping, by its name.
    private static func groupingUnit(_ name: String) -> ReportUnit {
        switch name {
        case "day", "week", "month": .date
        case "owner": .id
        default: .text
        }
    }

    private static func groupingCells(of cell: ReportCell, count: Int) -> [ReportCell]? {
        switch cell {
        case .null:
            return Array(repeating: .null, count: count)
        case .text(let text), .json(let text):
            guard let array = try? JSONDocument(parsing: text).root, array.kind == .array,
                array.count == count
            else { return nil }
            return array.elements.map(groupingCell)
        case .integer, .number, .boolean:
            return nil
        }
    }

    private static func groupingCell(_ value: JSONView) -> ReportCell {
        switch value.kind {
        case .null: .null
        case .boolean: .boolean(value.boolean == true)
        case .string: .text(value.string ?? "")
        case .number: Int64(value.text).map(ReportCell.integer) ?? .number(value.text)
        case .array, .object: .json(value.text)
        }
    }
}
