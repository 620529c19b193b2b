import Redline

/// The checked arguments of one report: a value for each of its parameters.
public struct ReportArguments: Equatable, Sendable {
    /// The value of every parameter by its name, as PostgreSQL and psql take it.
    ///
    /// Dates are `YYYY-MM-DD`, groupings are joined by commas without spaces.
    public let values: [String: String]

    /// Takes values that were checked.
    init(checked values: [String: String]) {
        self.values = values
    }

    /// The values that `names` stand for, in that order; nil for a name that is no parameter.
    public func values(for names: [String]) -> [String?] {
        names.map { values[$0] }
    }

    /// The groupings asked for; empty where the report has none.
    public var groupings: [String] {
        values["by"]?.split(separator: ",").map(String.init) ?? []
    }

    /// Checks what was asked against the report's declaration and fills in what was not.
    ///
    /// Without `to` a report ends with today (`to` is tomorrow); without `from` it starts 30 days
    /// before its last day. Today is the day of `as_of`, where that is given: what was asked then
    /// and what is asked of then are the same.
    ///
    /// - Parameters:
    ///   - raw: Values by name, as they were typed. Dates may also be `today`, `yesterday` and
    ///     `30d` (so many days before today).
    ///   - definition: The report.
    ///   - now: The present; its day in UTC is today.
    /// - Throws: `ReportArgumentError` for the first fault: names first, then the parameters in the
    ///   report's order.
    public init(
        _ raw: [String: String],
        for definition: ReportDefinition,
        now: Timestamp
    ) throws(ReportArgumentError) {
        try Self.checkNames(raw.keys.sorted(), of: definition)
        var values: [String: String] = [:]
        let now = try Self.present(of: raw, in: definition, now: now)
        for parameter in definition.parameters {
            guard let text = raw[parameter.name] ?? parameter.defaultText else { continue }
            values[parameter.name] = try Self.value(text, of: parameter, in: definition, now: now)
        }
        try Self.completePeriod(of: &values, in: definition, now: now)
        self.values = values
    }

    private static func checkNames(
        _ names: [String],
        of definition: ReportDefinition
    ) throws(ReportArgumentError) {
        let known = definition.parameters.map(\.name)
        for name in names where !known.contains(name) {
            let all = known.isEmpty ? "it takes none" : "it takes \(known.joined(separator: ", "))"
            throw ReportArgumentError(
                parameter: name,
                problem: "the report \(definition.name) has no parameter \"\(name)\"",
                advice: Suggestion.closest(to: name, in: known).map { "did you mean \"\($0)\"?" }
                    ?? all
            )
        }
    }

    /// The time that the report is asked of: that of `as_of`, or else the present.
    private static func present(
        of raw: [String: String],
        in definition: ReportDefinition,
        now: Timestamp
    ) throws(ReportArgumentError) -> Timestamp {
        guard let text = raw["as_of"], !text.isEmpty, definition.parameter(named: "as_of") != nil
        else { return now }
        guard let time = Timestamp(text) else {
            throw ReportArgumentError(
                parameter: "as_of",
                problem: "as_of is no time",
                advice: "give \(ReportParameterType.timestamp.expectation), or nothing for now"
            )
        }
        guard time <= now else {
            throw ReportArgumentError(
                parameter: "as_of",
                problem: "as_of is in the future",
                advice: "give a time that has been; it is \(now) now"
            )
        }
        return time
    }

    private static func value(
        _ text: String,
        of parameter: ReportParameter,
        in definition: ReportDefinition,
        now: Timestamp
    ) throws(ReportArgumentError) -> String {
        func fault(_ problem: String, _ advice: String) -> ReportArgumentError {
            ReportArgumentError(parameter: parameter.name, problem: problem, advice: advice)
        }
        switch parameter.name {
        case "owner" where !text.isEmpty && Owner(text) == nil:
            throw fault("this is no owner", "give \(Owner.rule), or nothing for all")
        case "as_of":
            return text.isEmpty ? "" : now.description
        case "by":
            if let problem = groupingProblem(in: text, allowed: definition.groupings) {
                let allowed = definition.groupings.joined(separator: ", ")
                throw fault("by: \(problem)", "use at most \(maximumGroupings) of \(allowed)")
            }
            return groupings(in: text).joined(separator: ",")
        default: break
        }
        guard let value = parameter.type.normalized(text, today: now) else {
            throw fault(
                "\(parameter.name) is no \(parameter.type)",
                "give \(parameter.type.expectation)"
            )
        }
        return value
    }

    /// Fills in `from` and `to`, and checks that the period has a day.
    private static func completePeriod(
        of values: inout [String: String],
        in definition: ReportDefinition,
        now: Timestamp
    ) throws(ReportArgumentError) {
        if definition.parameter(named: "to") != nil, values["to"] == nil {
            values["to"] = now.adding(days: 1).date
        }
        if definition.parameter(named: "from") != nil, values["from"] == nil {
            let end = values["to"].flatMap { Timestamp($0) } ?? now.adding(days: 1)
            // Not before the first day that a date can name.
            let earliest = Timestamp("0001-01-01") ?? end
            values["from"] = max(end.adding(days: -31), earliest).date
        }
        guard let from = values["from"], let to = values["to"], from >= to else { return }
        throw ReportArgumentError(
            parameter: "from",
            problem: "no day lies from \(from) to \(to)",
            advice: "give a from before to; to itself is not counted"
        )
    }
}
