import Redline

/// The comment lines at the top of a report file, as they are read.
struct ReportHeader {
    /// A declaration and the line that it stands on.
    struct Declared<Value> {
        var value: Value
        let line: Int
    }

    /// What an indented line goes on with.
    private enum Open {
        case nothing
        case title
        case parameter
        case column
        case groupings
        case total
        case chart
    }

    let file: String
    private(set) var name = ""
    private(set) var title = ""
    private(set) var parameters: [Declared<ReportParameter>] = []
    private(set) var groupings: [String] = []
    private(set) var groupingsLine: Int?
    private(set) var columns: [ReportColumn] = []
    private(set) var totals: [ReportColumn] = []
    private(set) var chart: Declared<ReportChart>?
    private(set) var line = 0
    private var textLines: [String] = []
    private var open = Open.nothing

    init(file: String) {
        self.file = file
    }

    /// The free text: without blank lines around it, with one between paragraphs.
    var summary: String {
        var lines: [String] = []
        for line in textLines where !(line.isEmpty && (lines.last?.isEmpty ?? true)) {
            lines.append(line)
        }
        if lines.last?.isEmpty == true {
            lines.removeLast()
        }
        return lines.joined(separator: "\n")
    }

    /// The file's lines; refuses what psql, PostgreSQL and the header would not read alike.
    static func lines(of text: String, file: String) throws(ReportFileError) -> [Substring] {
        let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            guard
                let control = line.first(where: {
                    $0.properties.generalCategory == .control && $0 != "\t"
                })
            else { continue }
            throw ReportFileError(
                file: file,
                line: index + 1,
                problem: control == "\r"
                    ? "a carriage return"
                    : "a control character, \(control.escaped(asASCII: true))",
                advice: control == "\r" ? "end lines with a line feed alone" : "take it out"
            )
        }
        return lines.map(Substring.init)
    }

    /// Reads the lines down to the first that is not a comment.
    mutating func read(_ lines: [Substring]) throws(ReportFileError) {
        for text in lines {
            guard text.hasPrefix("--") else { break }
            line += 1
            try read(text.dropFirst(2))
        }
        guard line > 0 else {
            line = 1
            throw error("no header", "start the file with \"-- report: \(fileStem)\"")
        }
    }

    private mutating func read(_ comment: Substring) throws(ReportFileError) {
        let text = comment.trimmed
        let directive = Self.directive(in: comment)
        guard line > 1 || directive?.word == ReportDirective.report.rawValue[...] else {
            throw error(
                "the first line does not name the report",
                "start the file with \"-- report: \(fileStem)\""
            )
        }
        if let (word, rest) = directive {
            try read(word, rest)
        } else if text.isEmpty {
            open = .nothing
            textLines.append("")
        } else if open != .nothing, comment.hasPrefix("   ") || comment.hasPrefix("\t") {
            try goOn(with: text)
        } else if columns.isEmpty, parameters.isEmpty, groupingsLine == nil {
            open = .nothing
            textLines.append(comment.hasPrefix(" ") ? String(comment.dropFirst()) : text)
        } else {
            throw error(
                "text after the declarations",
                "indent it by three spaces to go on with the line before, "
                    + "or put it above the parameters"
            )
        }
    }

    private mutating func read(_ word: Substring, _ rest: Substring) throws(ReportFileError) {
        guard let directive = ReportDirective(rawValue: String(word)) else {
            let known = ReportDirective.allCases.map(\.rawValue)
            let suggestion = Suggestion.closest(to: String(word), in: known)
            throw error(
                "unknown directive \"\(word)\"",
                suggestion.map { "did you mean \"\($0)\"?" }
                    ?? "use one of \(known.joined(separator: ", ")), "
                    + "or start a sentence with a capital letter"
            )
        }
        switch directive {
        case .report: try readName(rest)
        case .title: try readTitle(rest)
        case .param: try readParameter(rest)
        case .by: try readGroupings(rest)
        case .column: try readColumn(rest)
        case .total: try readTotal(rest)
        case .chart: try readChart(rest)
        }
    }

    // MARK: - Directives

    private mutating func readName(_ rest: Substring) throws(ReportFileError) {
        guard name.isEmpty else { throw repeated(.report) }
        guard rest == fileStem[...] else {
            throw error(
                "the report is named \"\(rest)\" and its file \"\(file)\"",
                "give both the same name"
            )
        }
        guard ReportName.isValid(rest) else {
            throw error("\"\(rest)\" is not a name", ReportName.rule)
        }
        name = String(rest)
        open = .nothing
    }

    private mutating func readTitle(_ rest: Substring) throws(ReportFileError) {
        guard title.isEmpty else { throw repeated(.title) }
        guard !rest.isEmpty else { throw missingTitle }
        title = String(rest)
        open = .title
    }

    private mutating func readParameter(_ rest: Substring) throws(ReportFileError) {
        let parameter = try ReportParameter(declaredBy: rest, in: self)
        guard !parameters.contains(where: { $0.value.name == parameter.name }) else {
            throw error(
                "the parameter \"\(parameter.name)\" is declared twice",
                "take one declaration out"
            )
        }
        parameters.append(Declared(value: parameter, line: line))
        open = .parameter
    }

    private mutating func readColumn(_ rest: Substring) throws(ReportFileError) {
        let column = try ReportColumn(declaredBy: rest, as: .column, in: self)
        guard !columns.contains(where: { $0.name == column.name }) else {
            throw error(
                "the column \"\(column.name)\" is declared twice",
                "take one declaration out"
            )
        }
        columns.append(column)
        open = .column
    }

    private mutating func readTotal(_ rest: Substring) throws(ReportFileError) {
        let total = try ReportColumn(declaredBy: rest, as: .total, in: self)
        guard !totals.contains(where: { $0.name == total.name }) else {
            throw error(
                "the total \"\(total.name)\" is declared twice",
                "take one declaration out"
            )
        }
        totals.append(total)
        open = .total
    }

    private mutating func readChart(_ rest: Substring) throws(ReportFileError) {
        guard chart == nil else { throw repeated(.chart) }
        chart = Declared(value: try ReportChart(declaredBy: rest, in: self), line: line)
        open = .chart
    }

    private mutating func readGroupings(_ rest: Substring) throws(ReportFileError) {
        guard groupingsLine == nil else { throw repeated(.by) }
        groupingsLine = line
        open = .groupings
        try addGroupings(rest)
    }

    private mutating func addGroupings(_ rest: Substring) throws(ReportFileError) {
        for word in rest.split(whereSeparator: \.isWhitespace) {
            guard ReportName.isValid(word) else {
                throw error(
                    "\"\(word)\" is not the name of a grouping",
                    ReportName.rule + "; separate names by spaces"
                )
            }
            guard !groupings.contains(String(word)) else {
                throw error("the grouping \"\(word)\" is listed twice", "take one out")
            }
            groupings.append(String(word))
        }
    }

    /// Adds an indented line to the declaration above it.
    private mutating func goOn(with text: String) throws(ReportFileError) {
        switch open {
        case .nothing: break
        case .title: title += " " + text
        case .groupings: try addGroupings(text[...])
        case .parameter:
            let last = parameters.removeLast()
            let longer = last.value.continued(with: text)
            parameters.append(Declared(value: longer, line: last.line))
        case .column: columns.append(columns.removeLast().continued(with: text))
        case .total: totals.append(totals.removeLast().continued(with: text))
        case .chart:
            var longer = chart?.value
            try longer?.add(text[...], in: self)
            if let longer { chart?.value = longer }
        }
    }
}
