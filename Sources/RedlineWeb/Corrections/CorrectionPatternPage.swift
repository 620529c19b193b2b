import Redline
import RedlineAnalytics
import RedlineDatasets
import RedlineRendering

/// What people keep correcting, with examples.
public struct CorrectionPatternPage {
    /// The most patterns of the page.
    public static let rows = 40

    private let question: CorrectionQuestion
    private let patterns: ReportReading
    private let choices: ReportChoices
    private let visitor: Visitor?

    /// Takes what was asked, the report of it, and what it can be narrowed to.
    public init(
        _ question: CorrectionQuestion,
        patterns: Report,
        choices: ReportChoices,
        for visitor: Visitor?
    ) {
        var asked = question
        // The period that is in effect, so that what a pattern leads to is of the same.
        for parameter in patterns.parameters where ["from", "to"].contains(parameter.name) {
            if case .text(let day) = parameter.value { asked.values[parameter.name] = day }
        }
        self.question = asked
        self.patterns = ReportReading(patterns)
        self.choices = choices
        self.visitor = visitor
    }

    /// The page.
    public func page() -> WebPage {
        let glob = question.values["field"].flatMap { FieldGlob($0) }
        let chosen = CorrectionQuestion.chosen.compactMap { name in
            question.values[name].map { (name, $0) }
        }
        let found = patterns.rows(where: chosen)
            .filter { row in glob.map { $0.matches(patterns.text(row, "field") ?? "") } ?? true }
            .sorted { patterns.count($0, "corrections") > patterns.count($1, "corrections") }
        let report = [
            ("from", question.text("from")), ("to", question.text("to")),
            ("owner", question.text("owner")), ("by", question.grouping),
        ]
        let form = CorrectionForm(
            question: question,
            path: "/corrections",
            choices: choices
        )
        return WebPage(
            title: Words.Corrections.title,
            section: .corrections,
            content: """
                <h1>\(Words.Corrections.title)</h1>
                <p>\(Words.Corrections.explanation)</p>
                \(form.html)\
                \(found.isEmpty ? empty : table(found))\
                <p class="row"><a href="\(Link("/corrections/list", question.parameters).address)">\
                \(Words.Corrections.listTitle)</a>
                <a href="\(Link("/reports/correction_patterns", report).address)">\
                \(Words.Corrections.reports)</a></p>
                \(visitor.map { DatasetForm(question: question, visitor: $0).html })
                """
        )
    }

    private var empty: HTML { "<p class=\"said\">\(Words.Corrections.empty)</p>\n" }

    private func table(_ found: [Int]) -> HTML {
        var room = PageRoom.standard
        let rows = found.prefix(Self.rows).map { html($0, &room) }
        let cut: HTML? =
            found.count > Self.rows
            ? """
            <p class="note">\(Words.Corrections.shortened(
                "\(Self.rows)", "\(GroupedNumber(found.count))"))</p>

            """ : nil
        return """
            <div class="table" tabindex="0" role="region" aria-label="\(Words.Corrections.title)">\
            <table><thead><tr><th scope="col">\(Words.Corrections.field)</th>\
            <th scope="col">\(Words.Corrections.pattern)</th>\
            <th scope="col" class="figure">\(Words.Corrections.count)</th>\
            <th scope="col" class="figure">\(Words.Corrections.share)</th>\
            <th scope="col" class="figure">\(Words.Corrections.owners)</th>\
            <th scope="col">\(Words.Corrections.example)</th></tr></thead>
            <tbody>
            \(rows)</tbody></table></div>
            \(cut)
            """
    }

    private func html(_ row: Int, _ room: inout PageRoom) -> HTML {
        let field = patterns.text(row, "field") ?? ""
        let pattern = patterns.text(row, "pattern") ?? ""
        let change = patterns.text(row, "change_type") ?? ""
        let documents = question.narrowed([
            "field": field, "pattern": pattern, "change_type": change,
        ])
        let example = RedlinedValue.html(
            json(row, "example_original"),
            json(row, "example_modified"),
            most: room.isFull ? 40 : 240
        )
        room.take(example)
        return """
            <tr><th scope="row"><a href="\(Link("/corrections/list", documents.parameters).address)">\
            <code>\(Excerpt.line(field, most: 120))</code></a></th>\
            <td>\(pattern)<br><span class="note small">\(change)</span></td>\
            <td class="figure">\(ReportPieces.figure(patterns.cell(row, "corrections"), .count))</td>\
            <td class="figure">\(ReportPieces.figure(patterns.cell(row, "share"), .ratio))</td>\
            <td class="figure">\(ReportPieces.figure(patterns.cell(row, "owners"), .count))</td>\
            <td>\(example)</td></tr>

            """
    }

    private func json(_ row: Int, _ column: String) -> String? {
        switch patterns.cell(row, column) {
        case .json(let text), .text(let text): text
        case .null, .integer, .number, .boolean: nil
        }
    }
}
