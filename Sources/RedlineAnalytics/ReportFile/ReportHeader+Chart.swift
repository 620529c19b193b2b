import Redline

extension ReportChart {
    /// Reads a kind, and what the columns are in the drawing: `trend y=rate low=rate_low`.
    init(declaredBy text: Substring, in header: ReportHeader) throws(ReportFileError) {
        var rest = text
        let word = rest.takeWord()
        guard let kind = Kind(rawValue: String(word)) else {
            throw header.unknown("kind", word, of: "chart", known: Kind.allCases.map(\.rawValue))
        }
        self.init(kind: kind, columns: [:])
        try add(rest, in: header)
    }

    /// Adds what the words say.
    mutating func add(_ text: Substring, in header: ReportHeader) throws(ReportFileError) {
        for word in text.split(whereSeparator: \.isWhitespace) {
            guard let equals = word.firstIndex(of: "=") else {
                throw header.error("\"\(word)\" says nothing of a chart", "write key=column")
            }
            try set(word[..<equals], to: word[word.index(after: equals)...], in: header)
        }
    }

    private mutating func set(
        _ key: Substring,
        to value: Substring,
        in header: ReportHeader
    ) throws(ReportFileError) {
        if key == "top", kind == .bar {
            guard let top = Int(value), (1...100).contains(top) else {
                throw header.error("top=\(value) is no number of bars", "give one from 1 to 100")
            }
            return self.top = top
        }
        let roles = kind.required + kind.optional
        guard let role = Role(rawValue: String(key)), roles.contains(role) else {
            let known = roles.map(\.rawValue) + (kind == .bar ? ["top"] : [])
            throw header.error(
                "a chart of the kind \(kind.rawValue) has no \"\(key)\"",
                "use \(known.joined(separator: ", "))"
            )
        }
        guard columns[role] == nil else {
            throw header.error("a second \"\(key)=\"", "take one out")
        }
        columns[role] = String(value)
    }
}

extension ReportHeader {
    /// A chart shows columns that there are, and figures where it measures.
    func checkChart() throws(ReportFileError) {
        guard let chart else { return }
        func fault(_ problem: String, _ advice: String) -> ReportFileError {
            ReportFileError(file: file, line: chart.line, problem: problem, advice: advice)
        }
        let kind = chart.value.kind
        for role in kind.required where chart.value.columns[role] == nil {
            throw fault("the chart has no \(role.rawValue)", "add \(role.rawValue)=column")
        }
        guard kind != .trend && kind != .bar || !groupings.isEmpty || chart.value.columns[.x] != nil
        else {
            throw fault(
                "the chart has nothing to stand along",
                kind == .bar ? "add x=column, or a \"-- by:\" line" : "add a \"-- by:\" line"
            )
        }
        for role in ReportChart.Role.allCases {
            guard let name = chart.value.columns[role] else { continue }
            guard let column = columns.first(where: { $0.name == name }) else {
                let suggestion = Suggestion.closest(to: name, in: columns.map(\.name))
                throw fault(
                    "the chart shows \"\(name)\", which is no column",
                    suggestion.map { "did you mean \"\($0)\"?" }
                        ?? "use one of \(columns.map(\.name).joined(separator: ", "))"
                )
            }
            guard column.unit.isNumeric || kind == .bar && role == .x else {
                throw fault(
                    "\(role.rawValue)=\(name) is \(column.unit.rawValue), which has no length",
                    "use a column of figures"
                )
            }
        }
    }
}
