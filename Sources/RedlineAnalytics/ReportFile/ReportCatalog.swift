import Redline

/// All reports, sorted by name.
public struct ReportCatalog: Sendable {
    /// The reports, sorted by name.
    public let definitions: [ReportDefinition]

    /// The reports that are compiled in.
    ///
    /// - Throws: `ReportFileError` where a report's file is not a valid one.
    public static func embedded() throws(ReportFileError) -> ReportCatalog {
        try ReportCatalog(files: EmbeddedQueries.files)
    }

    /// Reads report files.
    ///
    /// - Parameter files: File names, such as `editing_rate.sql`, and contents.
    /// - Throws: `ReportFileError` for the first faulty file, or for a file that is there twice.
    public init(files: [(name: String, text: String)]) throws(ReportFileError) {
        var definitions: [ReportDefinition] = []
        for file in files {
            let definition = try ReportDefinition(file: file.name, text: file.text)
            guard !definitions.contains(where: { $0.name == definition.name }) else {
                throw ReportFileError(
                    file: file.name,
                    line: 1,
                    problem: "the report \"\(definition.name)\" is there twice",
                    advice: "give one of them another name"
                )
            }
            definitions.append(definition)
        }
        self.definitions = definitions.sorted { $0.name < $1.name }
    }

    /// The report of that name.
    ///
    /// - Throws: `UnknownReportError`, with the name that was probably meant.
    public func definition(named name: String) throws(UnknownReportError) -> ReportDefinition {
        if let definition = definitions.first(where: { $0.name == name }) {
            return definition
        }
        let suggestion = Suggestion.closest(to: name, in: definitions.map(\.name))
        throw UnknownReportError(name: name, suggestion: suggestion)
    }
}
