import Redline
import RedlinePostgres

extension RecordWriter {
    /// A stage that names a workflow and no owner belongs to the workflow's owner, where there is
    /// exactly one.
    static func assignOwners(
        _ batch: inout [(position: Int, prepared: PreparedRecord)],
        on connection: isolated Connection
    ) throws -> [(position: Int, outcome: RecordOutcome)] {
        var owners: [WorkflowID: Set<Owner>] = [:]
        var ids: [WorkflowID] = []
        for (_, prepared) in batch {
            guard case .stage(let stage) = prepared.record, let id = stage.workflowID else {
                continue
            }
            guard let owner = stage.owner else {
                ids.append(id)
                continue
            }
            if !prepared.requiresWorkflow { owners[id, default: []].insert(owner) }
        }
        guard !ids.isEmpty else { return [] }
        var columns = BatchColumns([("workflow_id", PostgresType.uuid)], capacity: ids.count)
        for id in ids {
            columns.uuid(id)
            columns.endRow()
        }
        for row in try connection.run(.ownersOfWorkflows, columns.parameters) {
            guard let id = try row["workflow_id"].string.flatMap({ WorkflowID($0) }) else {
                continue
            }
            for column in ["first_owner", "last_owner"] {
                guard let owner = try row[column].string.flatMap({ Owner($0) }) else { continue }
                owners[id, default: []].insert(owner)
            }
        }
        var outcomes: [(position: Int, outcome: RecordOutcome)] = []
        batch = batch.compactMap { position, prepared in
            guard case .stage(let stage) = prepared.record, stage.owner == nil else {
                return (position, prepared)
            }
            let known = stage.workflowID.flatMap { owners[$0] } ?? []
            guard known.count == 1, let owner = known.first else {
                guard !prepared.requiresWorkflow || !known.isEmpty else {
                    outcomes.append((position, .unknownWorkflow(id: prepared.recordID)))
                    return nil
                }
                let fault = RecordFault("/owner_email", "is required: a record belongs to an owner")
                outcomes.append((position, .refused(RecordFaults([fault]))))
                return nil
            }
            var assigned = prepared
            assigned.assign(owner)
            return (position, assigned)
        }
        return outcomes
    }
}
