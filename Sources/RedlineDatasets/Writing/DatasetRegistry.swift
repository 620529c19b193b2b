import Redline
import RedlinePostgres

/// A record that a dataset has lines of.
struct DatasetRecord: Equatable {
    let owner: String
    /// `workflow` or `interaction`.
    let kind: String
    let id: String
}

/// Notes in the database which records a dataset holds.
struct DatasetRegistry: Sendable {
    let pool: ConnectionPool
    let access: MiningAccess
    let datasetID: String

    func begin(_ plan: DatasetPlan, _ target: DatasetTarget) async throws {
        var filters = JSONWriter()
        plan.filter.write(to: &filters)
        try await run(
            .beginDataset,
            [
                "path": .text(target.registeredPath), "shape": .text(plan.shape.rawValue),
                "filters": .json(filters.text),
            ]
        )
    }

    func add(_ records: [DatasetRecord]) async throws {
        guard !records.isEmpty else { return }
        try await run(
            .addDatasetRecords,
            [
                "owner": .array(records.map(\.owner)), "kind": .array(records.map(\.kind)),
                "record_id": .array(records.map(\.id)),
            ]
        )
    }

    func finish(files: String, records: Int) async throws {
        try await run(
            .finishDataset,
            ["files": .json(files), "records": .integer(records)]
        )
    }

    private func run(_ statement: DatasetStatement, _ parameters: [String: Parameter]) async throws
    {
        var parameters = parameters
        parameters["dataset_id"] = .text(datasetID)
        let bound = parameters
        try await pool.withTransaction(role: access.databaseRole, settings: access.settings) {
            connection in
            _ = try connection.run(statement, bound)
        }
    }
}
