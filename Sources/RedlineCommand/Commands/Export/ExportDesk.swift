import Redline
import RedlineAnalytics
import RedlineExport
import RedlineRendering

/// Where a command has an owner's documents exported: on a database, or through a service.
protocol ExportDesk {
    /// Has a document summarised.
    func begin(_ document: JSONDocument, as id: DocumentID) async throws -> BegunExport
    /// An export that was begun before.
    func begun(_ id: WorkflowID) async throws -> BegunExport
    /// Has the file made of what a person left, which is JSON as the second request takes it.
    func finish(_ review: [UInt8], of export: BegunExport) async throws -> FinishedExport
    /// Has the file made anew, as one more revision.
    func regenerate(_ review: [UInt8], of id: WorkflowID) async throws -> FinishedExport
    /// What is recorded of a workflow.
    func detail(of id: WorkflowID) async throws -> WorkflowDetail
}

/// An export that has its first summary.
struct BegunExport: Sendable {
    let workflowID: WorkflowID
    let documentID: String
    let model: String?
    let summary: String?
    let extractedData: JSONDocument?
    /// What to do where its first stage waits for the database; nil where it is recorded.
    var waiting: String?

    /// Says who summarised the document, and what they found.
    func show() {
        let model = DisplayText.escaped(model ?? "–")
        Messages.say("Workflow \(workflowID), summarised by \(model):")
        Messages.say(DisplayText.escaped(summary ?? "", keepingLines: true))
    }
}

/// Opens the place where a command exports.
enum ExportPlace {
    /// Does work at the place that is named, and closes it.
    ///
    /// - Throws: `CommandError` where the export is refused; what the body throws.
    static func run<Value: Sendable>(
        for owner: Owner,
        on database: DatabaseOptions,
        spooling: SpoolOptions,
        redacting: RedactionOptions,
        exporting: ExportOptions,
        _ body: (any ExportDesk) async throws -> Value
    ) async throws -> Value {
        guard let service = try database.service else {
            return try await ExportSession.run(
                for: owner,
                on: database,
                spooling: spooling,
                redacting: redacting,
                exporting: exporting,
                body
            )
        }
        try redacting.requireNone()
        try exporting.requireNone()
        return try await ServiceReader.reading(service) { reader in
            try await body(ServiceDesk(reader: reader, owner: owner))
        }
    }
}
