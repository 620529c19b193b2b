import Redline
import RedlineDigest
import RedlinePostgres

/// A report as its file declares it: `queries/NAME.sql`, header and statement.
///
/// What can be known without a database is checked when it is made; that the declared columns are
/// those of the statement, PostgreSQL says.
public struct ReportDefinition: Equatable, Sendable {
    /// The report's name, which is the file's without `.sql`.
    public let name: String
    /// The title, in one line.
    public let title: String
    /// What the report answers and how to read it: lines, and blank lines between paragraphs.
    public let summary: String
    /// The parameters in the order of the file.
    public let parameters: [ReportParameter]
    /// The groupings that `by` may name; empty where the report has no `by`.
    ///
    /// Where there are some, the statement's first column is named by `:"by"` and is none of
    /// `columns`.
    public let groupings: [String]
    /// The columns in the order of the result, after the grouping one.
    public let columns: [ReportColumn]
    /// The totals: figures over the whole selection.
    ///
    /// They come last in the result, with the same value in every row. Where a column has the name
    /// of one, the statement calls it `total_` and that name.
    public let totals: [ReportColumn]
    /// How the report is drawn; nil where it declares no chart.
    public let chart: ReportChart?
    /// The first 16 hexadecimal digits of the SHA-256 of the file.
    public let queryHash: String
    /// The whole file, as psql runs it.
    public let sql: String

    /// Reads a report file.
    ///
    /// - Parameters:
    ///   - name: The file's name, such as `editing_rate.sql`.
    ///   - text: The file's content.
    /// - Throws: `ReportFileError` for the first fault found.
    public init(file name: String, text: String) throws(ReportFileError) {
        let lines = try ReportHeader.lines(of: text, file: name)
        var header = ReportHeader(file: name)
        try header.read(lines)
        try header.check()
        self.name = header.name
        title = header.title
        summary = header.summary
        parameters = header.parameters.map(\.value)
        groupings = header.groupings
        columns = header.columns
        totals = header.totals
        chart = header.chart?.value
        sql = text
        let digest = SHA256Digest.of(Array(text.utf8)).prefix(8)
        queryHash = digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        try ReportStatement(file: name, header: header, tokens: SQLScanner.tokens(of: text), text)
            .check()
    }

    /// The parameter of that name, if the report has it.
    public func parameter(named name: String) -> ReportParameter? {
        parameters.first { $0.name == name }
    }

    /// The statement for the server, with the arguments' grouping as the first column's name.
    ///
    /// - Throws: `PsqlVariablesError` where the arguments are another report's.
    public func query(
        for arguments: ReportArguments
    ) throws(PsqlVariablesError) -> PreparedReportQuery {
        try PsqlVariables.rewrite(sql, values: arguments.values)
    }
}
