import RedlinePostgres

/// A question about a database that can be reached.
protocol DatabaseCheck: Sendable {
    /// What its finding is called.
    var name: String { get }

    /// Asks the database; changes nothing in it.
    func finding(on connection: Connection) async throws -> Finding
}
