import Foundation

extension ConnectionOptions {
    /// Where the options lead: host, port, database, user and service, those of the environment
    /// included; nothing by which one gets in.
    ///
    /// - Throws: `connectionFailed` for a connection string that cannot be read, without its text.
    public func place() throws(PostgresError) -> String {
        let own = try conninfo()
        let environment = ProcessInfo.processInfo.environment
        let parts = [
            ("host", "PGHOST"), ("hostaddr", "PGHOSTADDR"), ("port", "PGPORT"),
            ("dbname", "PGDATABASE"), ("user", "PGUSER"), ("service", "PGSERVICE"),
        ].map { keyword, variable in "\(keyword)=\(own[keyword] ?? environment[variable] ?? "")" }
        return parts.joined(separator: "\n")
    }
}
