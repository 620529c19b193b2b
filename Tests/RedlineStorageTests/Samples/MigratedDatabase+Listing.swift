import RedlinePostgres
import TestSupport

extension MigratedDatabase {
    /// The rows of a statement, each as a line `column: value` for every value that is not null.
    func listing(_ sql: String, without omitted: Set<String> = []) async throws -> [String] {
        try await withConnection { connection in
            let rows = try await connection.execute(sql)
            let names = rows.columnNames
            return try rows.map { row in
                var lines: [String] = []
                for (position, name) in names.enumerated() where !omitted.contains(name) {
                    guard let value = try row[position].string else { continue }
                    lines.append("\(name): \(value)")
                }
                return lines.joined(separator: "\n")
            }
        }
    }
}
