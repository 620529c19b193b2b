import Redline
import RedlinePostgres

/// Reads workflows and threads as they were recorded by a time, one after the other.
struct RecordedReader: Sendable {
    /// The workflows of one page.
    static let workflowPage = 500
    /// The owners of one page of threads.
    static let ownerPage = 50
    /// A longer thread is read as several, so that one thread never fills the memory.
    static let threadExchanges = 200

    let pool: ConnectionPool
    let access: MiningAccess
    let filter: CorrectionFilter
    let recordedBy: Timestamp

    /// Hands over the next workflows, one at a time, and gives the last one's place.
    ///
    /// Nil where there are no more.
    func workflows(
        after place: WorkflowPlace?,
        _ body: @escaping @Sendable (RecordedWorkflow) throws -> Void
    ) async throws -> WorkflowPlace? {
        var parameters = bounds
        parameters["last_owner"] = .text(place?.owner ?? "")
        parameters["last_started"] = (place?.startedAt).parameter
        parameters["last_workflow"] = .text(place.map { "\($0.workflowID)" } ?? "")
        parameters["limit"] = .integer(Self.workflowPage)
        let bound = parameters
        return try await pool.withTransaction(role: access.role, settings: access.settings) {
            connection in
            var current: RecordedWorkflow?
            try connection.stream(.workflows, bound) { row in
                guard let owner = try row["owner"].string,
                    let started = try row["workflow_started_at"].timestamp,
                    let id = try row["workflow_id"].string.flatMap({ WorkflowID($0) }),
                    let stage = try RecordedWorkflow.Stage(row)
                else { return }
                let place = WorkflowPlace(owner: owner, startedAt: started, workflowID: id)
                if let done = current, done.place != place {
                    try body(done)
                    current = nil
                }
                var workflow = current ?? RecordedWorkflow(place: place)
                workflow.stages.append(stage)
                current = workflow
            }
            if let done = current { try body(done) }
            return current?.place
        }
    }

    /// Hands over the threads of the next owners, one at a time, and gives the last owner.
    ///
    /// Nil where there are no more.
    func threads(
        after owner: String?,
        _ body: @escaping @Sendable (RecordedThread) throws -> Void
    ) async throws -> String? {
        var parameters = bounds
        parameters["last_owner"] = .text(owner ?? "")
        parameters["model"] = .text(filter.model ?? "")
        parameters["limit"] = .integer(Self.ownerPage)
        let bound = parameters
        return try await pool.withTransaction(role: access.role, settings: access.settings) {
            connection in
            var current: RecordedThread?
            try connection.stream(.threads, bound) { row in
                guard let owner = try row["owner"].string,
                    let exchange = try RecordedThread.Exchange(row)
                else { return }
                let id = try row["thread_id"].string
                if let done = current,
                    done.owner != owner || id == nil
                        || done.threadID.map(ExactText.init)
                            != id.map(ExactText.init)
                        || done.exchanges.count == Self.threadExchanges
                {
                    try body(done)
                    current = nil
                }
                var thread = current ?? RecordedThread(owner: owner, threadID: id)
                thread.exchanges.append(exchange)
                current = thread
            }
            if let done = current { try body(done) }
            return current?.owner
        }
    }

    private var bounds: [String: Parameter] {
        [
            "owner": .text(filter.owner?.name ?? access.owner?.name ?? ""),
            "from": filter.from.parameter, "to": filter.to.parameter,
            "recorded_by": .text("\(recordedBy)"),
        ]
    }
}
