import Redline
import RedlineAnalytics
import RedlineRendering

/// The few figures that matter, and what needs attention now.
public struct DashboardPage {
    /// The reports that the page is made of, by what they are asked for.
    public struct Reports: Sendable {
        /// How often people edit, by day and by what is chosen.
        public var editing: Report
        /// How accurate the AI is, by day and by what is chosen.
        public var accuracy: Report
        /// How far workflows come, by day and by what is chosen.
        public var funnel: Report
        /// Interactions and their tool calls, by day and by the model where it is chosen.
        public var activity: Report
        /// The tools, of all models: by tool and model, all calls would be counted one by one.
        public var tools: Report
        /// What changed against the period before.
        public var drift: Report
        /// The document types and the models that there are.
        public var choices: ReportChoices

        /// Takes the reports.
        public init(
            editing: Report,
            accuracy: Report,
            funnel: Report,
            activity: Report,
            tools: Report,
            drift: Report,
            choices: ReportChoices
        ) {
            self.editing = editing
            self.accuracy = accuracy
            self.funnel = funnel
            self.activity = activity
            self.tools = tools
            self.drift = drift
            self.choices = choices
        }
    }

    /// The columns of each report that the page shows or adds up.
    public static let columns = [
        "editing_rate": [
            "reviewed", "untouched", "untouched_rate", "untouched_low", "untouched_high", "fields",
            "fields_edited", "modified", "deleted", "field_edit_rate", "field_edit_low",
            "field_edit_high",
        ],
        "accuracy": ["reviews", "document_accuracy", "document_low", "document_high"],
        "funnel": ["started", "completed", "abandoned"],
        "activity": ["tool_calls", "failed_calls"],
        "tool_health": ["calls", "failures", "failure_rate", "failure_low", "failure_high"],
        "drift": ["field", "metric", "baseline", "current", "p_adjusted"],
    ]

    /// By what documents are told apart.
    public static let documents = ["document_type", "model"]
    /// By what interactions are told apart.
    public static let interactions = ["model"]

    private let selection: DashboardSelection
    private let reports: Reports

    /// Takes what is chosen and the reports of it.
    public init(_ selection: DashboardSelection, _ reports: Reports) {
        self.selection = selection
        self.reports = reports
    }

    /// The page.
    public func page() -> WebPage {
        let figures = DashboardFigures(selection, reports)
        let documents = selection.question(Self.documents)
        let activity = selection.question(Self.interactions)
        return WebPage(
            title: Words.Dashboard.title,
            section: .dashboard,
            content: """
                <h1>\(Words.Dashboard.title)</h1>
                <p>\(Words.Dashboard.explanation)</p>
                \(form)\
                <ul class="cards">
                \(figures.ofDocuments.map { $0.card(documents) })\
                \(figures.failures.card(activity))\
                </ul>
                \(interactionNote)\
                <h2>\(Words.Dashboard.attention)</h2>
                \(changes)\
                \(failing)\
                <p class="note small">\(ReportPieces(reports.editing).notes)</p>
                """
        )
    }

    /// Tools know no documents: what is chosen of these does not narrow theirs.
    private var interactionNote: HTML? {
        selection.values["document_type"] == nil
            ? nil : "<p class=\"note small\">\(Words.Dashboard.ofAllTypes)</p>\n"
    }

    private var form: HTML {
        let effect = Dictionary(
            reports.editing.parameters.map { ($0.name, $0.value) },
            uniquingKeysWith: { first, _ in first }
        )
        func day(_ name: String) -> String {
            if case .text(let text)? = effect[name] { text } else { "" }
        }
        return """
            <form class="filters" method="get" action="/" aria-label="\(Words.Dashboard.filters)">
            \(FilterField.input("from", Words.Filter.from, day("from"), type: "date"))\
            \(FilterField.input("to", Words.Filter.to, day("to"), type: "date"))\
            \(FilterField.choice(
                "document_type", Words.Dashboard.type, reports.choices.types,
                selection.values["document_type"], none: Words.Filter.all))\
            \(FilterField.choice(
                "model", Words.Dashboard.model, reports.choices.models,
                selection.values["model"], none: Words.Filter.all))\
            \(FilterField.input("owner", Words.Filter.owner, selection.values["owner"] ?? ""))\
            <button class="main">\(Words.Filter.show)</button>
            </form>

            """
    }

    /// The fields and rates that changed by more than chance explains.
    private var changes: HTML {
        let drift = ReportReading(reports.drift)
        let rows = drift.rows.filter { (drift.number($0, "p_adjusted") ?? 1) < 0.05 }.prefix(10)
        let note: HTML? =
            selection.rows(Self.documents).isEmpty
            ? nil : "<p class=\"note small\">\(Words.Dashboard.noChoice)</p>\n"
        let question = selection.question([]).filter { $0.0 != "by" }
        let heading: HTML = """
            <h3><a href="\(Link("/reports/drift", question).address)">\(Words.Dashboard.changed)</a></h3>
            \(note)
            """
        guard !rows.isEmpty else {
            return "\(heading)<p>\(Words.Dashboard.nothingChanged)</p>\n"
        }
        let lines = rows.map { row -> HTML in
            """
            <tr><th scope="row">\(drift.text(row, "field") ?? Words.Dashboard.whole)</th>\
            <td>\(drift.text(row, "metric") ?? "")</td>\
            <td class="figure">\(ReportPieces.figure(drift.cell(row, "baseline"), .ratio))</td>\
            <td class="figure">\(ReportPieces.figure(drift.cell(row, "current"), .ratio))</td>\
            <td class="figure">\(ReportPieces.figure(drift.cell(row, "p_adjusted"), .score))</td></tr>

            """
        }
        return """
            \(heading)\
            <div class="table"><table><thead><tr><th scope="col">\(Words.Dashboard.field)</th>\
            <th scope="col">\(Words.Dashboard.metric)</th>\
            <th scope="col" class="figure">\(Words.Dashboard.before)</th>\
            <th scope="col" class="figure">\(Words.Dashboard.now)</th>\
            <th scope="col" class="figure">\(Words.Dashboard.chance)</th></tr></thead>
            <tbody>
            \(lines)</tbody></table></div>

            """
    }

    /// The tools with the highest failure rates, by the lower end of their intervals: a tool that was
    /// called twice is not at the top.
    private var failing: HTML {
        let tools = ReportReading(reports.tools)
        let rows = tools.rows
            .filter { tools.count($0, "failures") > 0 }
            .sorted {
                (tools.number($0, "failure_low") ?? 0) > (tools.number($1, "failure_low") ?? 0)
            }
            .prefix(5)
        let question = selection.question(Self.interactions, first: "tool")
        let note: HTML? =
            selection.values["model"] == nil
            ? nil : "<p class=\"note small\">\(Words.Dashboard.ofAllModels)</p>\n"
        let heading: HTML = """
            <h3><a href="\(Link("/reports/tool_health", question).address)">\(Words.Dashboard.tools)</a></h3>
            \(note)
            """
        guard !rows.isEmpty else { return "\(heading)<p>\(Words.Dashboard.noTools)</p>\n" }
        let lines = rows.map { row -> HTML in
            """
            <tr><th scope="row">\(tools.text(row, "tool") ?? "")</th>\
            <td class="figure">\(ReportPieces.figure(tools.cell(row, "calls"), .count))</td>\
            <td class="figure">\(ReportPieces.figure(tools.cell(row, "failure_rate"), .ratio))</td>\
            <td class="figure">\(ReportPieces.figure(tools.cell(row, "failure_low"), .ratio))</td>\
            <td class="figure">\(ReportPieces.figure(tools.cell(row, "failure_high"), .ratio))</td></tr>

            """
        }
        return """
            \(heading)\
            <div class="table"><table><thead><tr><th scope="col">\(Words.Dashboard.tool)</th>\
            <th scope="col" class="figure">\(Words.Dashboard.calls)</th>\
            <th scope="col" class="figure">\(Words.Dashboard.rate)</th>\
            <th scope="col" class="figure">\(Words.Dashboard.low)</th>\
            <th scope="col" class="figure">\(Words.Dashboard.high)</th></tr></thead>
            <tbody>
            \(lines)</tbody></table></div>

            """
    }
}
