extension TestDatabase {
    /// The rows of a query, sorted, so that two databases can be compared.
    ///
    /// JSON in the last column compares by value: `1.0`, as it was sent, and `1` are one.
    func comparableRows(_ sql: String) async throws -> [[String?]] {
        try await rows(sql).map { row in
            guard let last = row.last ?? nil, last.hasPrefix("[") else { return row }
            return row.dropLast() + [try JSON(parsing: last).text]
        }.sorted { ($0.map { $0 ?? "" }).lexicographicallyPrecedes($1.map { $0 ?? "" }) }
    }
}
