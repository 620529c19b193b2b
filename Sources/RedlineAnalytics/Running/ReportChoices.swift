import Redline
import RedlinePostgres

/// What reports can be narrowed to: whose workflows there are in a period, whoever they belong to.
public struct ReportChoices: Sendable, Equatable {
    /// The document types.
    public let types: [String]
    /// The models.
    public let models: [String]

    /// Makes choices of what is known of them.
    public init(types: [String], models: [String]) {
        self.types = types
        self.models = models
    }
}

extension ReportRunner {
    /// The choices of a period, which is asked for as a report's is; they come from the roll-ups.
    ///
    /// - Throws: `ReportArgumentError`, `PostgresError`.
    public func choices(
        of period: [String: String],
        as access: ReadAccess,
        now: Timestamp
    ) async throws -> ReportChoices {
        let arguments = try ReportArguments(
            period.filter { ["from", "to"].contains($0.key) },
            for: catalog.definition(named: "editing_rate"),
            now: now
        )
        return try await pool.read(as: access) { connection in
            let rows = try connection.run(
                .reportChoices,
                [
                    "from": .text(arguments.values["from"]), "to": .text(arguments.values["to"]),
                ]
            )
            func values(_ dimension: String) throws -> [String] {
                try rows.filter { try $0["dimension"].string == dimension }
                    .compactMap { try $0["value"].string }
            }
            return ReportChoices(
                types: try values("document_type"),
                models: try values("model")
            )
        }
    }
}
