import Redline
import RedlineDigest

/// Tables: a row is a record, and each column a member of it, as it is told or as its name says.
struct CSVImport {
    private let files: [SourceFile]
    private let settings: ImportSettings

    init(_ files: [SourceFile], _ settings: ImportSettings) {
        self.files = files
        self.settings = settings
    }

    /// The files with their records.
    func imported() throws(ImportError) -> [ImportedFile] {
        var imported: [ImportedFile] = []
        var found: Set<String> = []
        for file in files {
            var result = ImportedFile(name: file.name, items: file.refused)
            var columns: [String] = []
            for row in file.rows {
                for (column, _) in row.value.members where !columns.contains(column) {
                    columns.append(column)
                }
            }
            found.formUnion(columns)
            let mapping = CSVMapping(columns, told: settings.members, owner: settings.ownerPath)
            result.notes = mapping.notes
            var seen: [String: Int] = [:]
            for row in file.rows {
                result.items.append(
                    .record(line: row.line, text: mapping.record(of: row, &seen))
                )
            }
            imported.append(result)
        }
        let named = settings.members.map(\.column) + [settings.ownerPath].compactMap(\.self)
        if let unknown = named.first(where: { !found.contains($0) }), !found.isEmpty {
            let suggestion = Suggestion.closest(to: unknown, in: found.sorted())
            throw ImportError(
                description: "there is no column \"\(unknown)\""
                    + (suggestion.map { "; did you mean \"\($0)\"?" } ?? "")
            )
        }
        return imported
    }
}
