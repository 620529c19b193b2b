import Redline

/// One way in which a report that reads roll-ups is held against the records.
struct RollUpSelection: Sendable, Equatable {
    /// What is asked for besides the period, in words.
    let name: String
    /// The dimension of the roll-ups that answer.
    let dimension: String
    /// What is asked for besides the period.
    let arguments: [String: String]
    /// Whether the report holds the days that are asked for against as many before them.
    let readsBefore: Bool

    private init(
        _ name: String,
        _ dimension: String,
        _ arguments: [String: String],
        readsBefore: Bool = false
    ) {
        self.name = name
        self.dimension = dimension
        self.arguments = arguments
        self.readsBefore = readsBefore
    }

    /// The periods that are asked for, of the days that can be compared: all of them, or the last
    /// day, the last two, the last four and so on, up to half of them.
    func periods(from: String, to: String) -> [[String: String]] {
        guard readsBefore, let first = Timestamp(from), let end = Timestamp(to) else {
            return [["from": from, "to": to]]
        }
        let half = Int((end.microseconds - first.microseconds) / (2 * 86_400_000_000))
        let lengths = sequence(first: 1) { $0 * 2 }.prefix { $0 < half } + [half]
        return lengths.map { ["from": end.adding(days: -$0).date, "to": to] }
    }

    /// All ways for a report: by day and each of its groupings; where it has none, over the whole
    /// period, by what it compares or counts, and with all of its rows.
    ///
    /// - Parameters:
    ///   - definition: The report.
    ///   - values: The values of a dimension.
    /// - Returns: None where the report only reads records.
    /// - Throws: What `values` throws.
    static func all(
        of definition: ReportDefinition,
        values: (_ dimension: String) throws -> [String]
    ) rethrows -> [RollUpSelection] {
        guard let use = definition.rollUpUse else { return [] }
        if definition.groupings.contains("day") { return grouped(definition, use) }
        if definition.parameter(named: "of") != nil {
            return use.dimensions.map { RollUpSelection($0, $0, ["of": $0]) }
                + [RollUpSelection("period", "", ["of": "period"], readsBefore: true)]
        }
        if definition.parameter(named: "top") != nil {
            let least = ["min_support", "min_owners"].filter {
                definition.parameter(named: $0) != nil
            }
            let rows = ["top": "\(Int32.max)"]
            guard !least.isEmpty else { return [RollUpSelection("period", "", rows)] }
            // All there are, and those that are shown to whoever asks for no others.
            return [
                RollUpSelection("period", "", [:]),
                RollUpSelection(
                    "all",
                    "",
                    rows.merging(least.map { ($0, "1") }) { $1 }
                ),
            ]
        }
        guard !use.dimensions.isEmpty else {
            return [RollUpSelection("period", "", [:], readsBefore: true)]
        }
        var selections = [RollUpSelection("items", "", [:])]
        if definition.parameter(named: "items") != nil {
            selections.append(RollUpSelection("items field", "", ["items": "field"]))
        }
        for dimension in use.dimensions {
            selections += try values(dimension).map {
                RollUpSelection("\(dimension) \($0)", dimension, [dimension: $0])
            }
        }
        return selections
    }

    private static func grouped(
        _ definition: ReportDefinition,
        _ use: RollUpUse
    ) -> [RollUpSelection] {
        let besides = use.besides.filter(definition.groupings.contains)
        func selection(_ words: [String], _ dimension: String = "") -> RollUpSelection {
            let grouping = words.joined(separator: ",")
            return RollUpSelection(grouping, dimension, ["by": grouping])
        }
        var selections = [selection(["day"])]
        selections += use.dimensions.map { selection(["day"] + RollUpUse.words(of: $0), $0) }
        selections += besides.map { selection(["day", $0]) }
        // What the rows have besides goes with each dimension; three groupings are the most.
        if besides.count == 2 {
            selections += [selection(["day"] + besides)]
            selections += use.dimensions.map { selection(besides + [$0], $0) }
        }
        return selections
    }
}
