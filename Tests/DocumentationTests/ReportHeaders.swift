/// What the header of a report file declares, read without the parser that the program has.
struct ReportHeaders {
    let name: String
    let title: String
    let groupings: [String]
    let parameters: [String]
    let rowColumns: [String]
    let totals: [String]
    /// The columns of the rows, and the totals.
    var columns: [String] { rowColumns + totals }

    /// The headers of all reports, by name.
    static var all: [ReportHeaders] {
        get throws {
            try Repository.files(below: "queries", ending: ".sql").map { path in
                Self(try Repository.text(path))
            }
        }
    }

    private init(_ text: String) {
        var values: [String: [String]] = [:]
        for line in text.split(separator: "\n").prefix(while: { $0.hasPrefix("--") }) {
            guard let match = line.wholeMatch(of: /-- ([a-z]+): (.+)/) else { continue }
            values[String(match.1), default: []].append(String(match.2))
        }
        name = values["report"]?.first ?? ""
        title = values["title"]?.first ?? ""
        groupings = (values["by"] ?? []).flatMap { $0.split(separator: " ").map(String.init) }
        func names(_ kind: String) -> [String] {
            (values[kind] ?? []).map { String($0.prefix { $0 != " " }) }
        }
        parameters = names("param")
        rowColumns = names("column")
        totals = names("total")
    }
}
