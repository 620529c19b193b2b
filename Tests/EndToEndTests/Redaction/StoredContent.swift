import Foundation

/// Everything that a service keeps of its records.
enum StoredContent {
    /// Each row of each table of redline's as text.
    static func tables(_ database: TestDatabase) async throws -> String {
        let relations = try await database.rows(
            """
            select format('%I.%I', nspname, relname)
            from pg_class join pg_namespace on pg_namespace.oid = relnamespace
            where nspname = 'redline' and relkind in ('r', 'm')
            """
        ).compactMap { $0[0] }
        var text = ""
        for relation in relations {
            let rows = try await database.rows(
                "select string_agg(entry::text, E'\\n') from \(relation) entry"
            )
            // A row's text has its quotes and backslashes twice.
            text += (rows.first?[0] ?? "").replacing("\"\"", with: "\"") + "\n"
        }
        return text
    }

    /// The bytes of all files of a folder.
    static func files(_ folder: String) throws -> Data {
        var bytes = Data()
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            bytes += try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
        }
        return bytes
    }

    /// The placeholders that stand for each piece of personal data, by its name.
    static func placeholders(_ text: String) -> [String: Set<String>] {
        var found: [String: Set<String>] = [:]
        let place = /Person ([a-j]{2}) gave (\[(?:EMAIL|PHONE|CARD|IBAN|IP):[0-9a-f]{16}\]); then/
        for match in text.matches(of: place) {
            found[String(match.1), default: []].insert(String(match.2))
        }
        return found
    }
}
