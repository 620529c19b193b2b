import Redline

extension ReportDefinition {
    /// What the statement calls a total.
    func statementName(ofTotal name: String) -> String {
        ReportHeader.statementName(ofTotal: name, beside: columns)
    }
}

extension ReportHeader {
    /// A total that has the name of a column stands in the statement's result as `total_` and that.
    static func statementName(ofTotal name: String, beside columns: [ReportColumn]) -> String {
        columns.contains { $0.name == name } ? "total_\(name)" : name
    }

    /// The result has no two columns of one name.
    func checkTotals() throws(ReportFileError) {
        var names = Set(columns.map(\.name) + groupings)
        for total in totals {
            let name = Self.statementName(ofTotal: total.name, beside: columns)
            guard names.insert(name).inserted else {
                throw error(
                    "the total \"\(total.name)\" is \"\(name)\" in the result, as another column is",
                    "give one of them another name"
                )
            }
        }
    }
}
