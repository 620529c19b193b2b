import Redline

extension ReportHeader {
    /// Checks what no single line can tell.
    func check() throws(ReportFileError) {
        guard !title.isEmpty else { throw missingTitle }
        guard !columns.isEmpty else {
            throw error("no columns", "declare each with \"-- column: name unit  What it means.\"")
        }
        for parameter in parameters {
            try check(parameter)
        }
        try checkGroupings()
        if !groupings.isEmpty, let column = columns.first(where: { groupings.contains($0.name) }) {
            throw error(
                "the column \"\(column.name)\" has the name of a grouping",
                "give one of them another name"
            )
        }
        try checkTotals()
        try checkChart()
    }

    /// A parameter needs a default of its own type, and the shared ones are alike everywhere.
    private func check(_ declared: Declared<ReportParameter>) throws(ReportFileError) {
        let parameter = declared.value
        func fault(_ problem: String, _ advice: String) -> ReportFileError {
            ReportFileError(file: file, line: declared.line, problem: problem, advice: advice)
        }
        func require(_ declaration: String, _ holds: Bool) throws(ReportFileError) {
            guard holds else {
                throw fault(
                    "\"\(parameter.name)\" means the same in every report",
                    "declare it as \"-- param: \(declaration)\""
                )
            }
        }
        switch parameter.name {
        case "from", "to":
            let holds = parameter.type == .date && parameter.defaultText == nil
            return try require("\(parameter.name) date", holds)
        case "owner", "as_of":
            let holds = parameter.type == .text && parameter.defaultText == ""
            return try require("\(parameter.name) text = ''", holds)
        case "by":
            try require("by text = '...'", parameter.type == .text && parameter.defaultText != nil)
        default: break
        }
        guard let text = parameter.defaultText else {
            throw fault(
                "the parameter \"\(parameter.name)\" has no default",
                "add = '...' after its type; only from and to go without"
            )
        }
        // Any day will do as today: what a relative default is relative to does not matter here.
        let someDay = Timestamp(microseconds: 0)
        guard parameter.type.normalized(text, today: someDay) != nil else {
            throw fault(
                "the default of \"\(parameter.name)\" is no \(parameter.type)",
                "give \(parameter.type.expectation)"
            )
        }
    }

    private func checkGroupings() throws(ReportFileError) {
        let parameter = parameters.first { $0.value.name == "by" }
        guard let groupingsLine else {
            guard let parameter else { return }
            throw ReportFileError(
                file: file,
                line: parameter.line,
                problem: "the parameter \"by\" without a list of groupings",
                advice: "add \"-- by: day week ...\""
            )
        }
        func fault(_ problem: String, _ advice: String) -> ReportFileError {
            ReportFileError(file: file, line: groupingsLine, problem: problem, advice: advice)
        }
        guard let parameter else {
            throw fault("groupings without a parameter", "add \"-- param: by text = 'day'\"")
        }
        guard !groupings.isEmpty else {
            throw fault("no groupings", "list them after \"by:\", or take the line out")
        }
        let text = parameter.value.defaultText ?? ""
        guard let problem = ReportArguments.groupingProblem(in: text, allowed: groupings) else {
            return
        }
        throw ReportFileError(
            file: file,
            line: parameter.line,
            problem: "the default of \"by\": \(problem)",
            advice: "use one of \(groupings.joined(separator: ", "))"
        )
    }
}
