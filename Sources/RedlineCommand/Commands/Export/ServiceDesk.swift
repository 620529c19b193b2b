import Foundation
import Redline
import RedlineAnalytics
import RedlineClient
import RedlineExport

/// Exports through a service.
struct ServiceDesk: ExportDesk {
    let reader: ServiceReader
    let owner: Owner

    /// An AI may take long; what fails in passing is tried again for so long.
    private static let patience = Duration.seconds(300)

    func begin(_ document: JSONDocument, as id: DocumentID) async throws -> BegunExport {
        // Without them the service would take what is stored of the document.
        guard document.root["extracted_data"] != nil else {
            throw RecordFaults([RecordFault("/extracted_data", "is required")])
        }
        if let known = document.root["export_workflow_id"], known.kind != .null {
            throw CommandError("the document is of an export: --workflow goes on with one")
        }
        let answer = try await ask(
            "/api/v1/docs/\(id.text.escapedForQuery)/export",
            Array(document.root.text.utf8),
            // Sent again, it begins the same export.
            headers: [("idempotency-key", UUID().uuidString)]
        )
        let root = try read(answer.body)
        guard let workflow = root["export_workflow_id"]?.string.flatMap({ WorkflowID($0) }) else {
            throw Self.notUnderstood
        }
        return BegunExport(
            workflowID: workflow,
            documentID: id.text,
            model: root["ai_model"]?.string,
            summary: root["ai_summary"]?["executive_summary"]?.string,
            extractedData: try root["extracted_data"].map { try JSONDocument(parsing: $0.text) },
            waiting: root["durable"] == nil
                ? nil
                : "the service's database is away: the first stage waits in its spool; when it is "
                    + "back, --workflow \(workflow) goes on"
        )
    }

    func begun(_ id: WorkflowID) async throws -> BegunExport {
        let detail = try await detail(of: id)
        guard let stage = detail.stages.last(where: { $0.stage == .initialAISummary }),
            let root = try? JSONDocument(parsing: stage.record).root,
            let data = root["initial_extracted_data"], let document = detail.documentID
        else { throw CommandError("the first stage of this workflow is not recorded") }
        return BegunExport(
            workflowID: id,
            documentID: document,
            model: root["initial_summary_metadata"]?["ai_model"]?.string,
            summary: root["ai_initial_summary"]?["executive_summary"]?.string,
            extractedData: try JSONDocument(parsing: data.text)
        )
    }

    func finish(_ review: [UInt8], of export: BegunExport) async throws -> FinishedExport {
        try await file("/api/v1/docs/\(export.documentID.escapedForQuery)/export", review)
    }

    func regenerate(_ review: [UInt8], of id: WorkflowID) async throws -> FinishedExport {
        try await file("/api/v1/exports/\(id)/regenerate", review)
    }

    func detail(of id: WorkflowID) async throws -> WorkflowDetail {
        try await reader.workflow(id, of: owner)
    }

    private func file(_ path: String, _ review: [UInt8]) async throws -> FinishedExport {
        let answer = try await ask(path, review)
        guard let id = answer.header("x-export-workflow-id").flatMap({ WorkflowID($0) }),
            let revision = answer.header("x-export-revision").flatMap({ Int($0) }),
            let type = answer.header("content-type"), let tag = answer.header("etag"),
            let named = answer.header("content-disposition")?.firstMatch(of: /filename="([^"]+)"/)
        else { throw Self.notUnderstood }
        // A name in this folder, whatever the service says.
        let name = String(named.1)
        guard !name.contains("/"), !name.hasPrefix(".") else { throw Self.notUnderstood }
        return FinishedExport(
            workflowID: id,
            revision: revision,
            bytes: answer.body,
            name: name,
            mediaType: type,
            contentHash: tag.filter { $0 != "\"" }
        )
    }

    private func ask(
        _ path: String,
        _ body: [UInt8],
        headers: [(name: String, value: String)] = []
    ) async throws -> ServiceAnswer {
        do {
            return try await reader.connection.persisting(for: Self.patience) { connection in
                try await connection.post(path, json: body, owner: owner, headers: headers)
            }
        } catch let fault as ServiceFault {
            guard fault.faults.isEmpty else { throw RecordFaults(fault.faults) }
            // What is refused does not go on by being tried again.
            guard ![.refused, .notFound].contains(fault.kind) else { throw fault }
            throw CommandError("\(fault)")
        }
    }

    private func read(_ bytes: [UInt8]) throws -> JSONView {
        // It has a whole record in it, and the summary beside it.
        let limits = JSONLimits(
            bytes: bytes.count,
            depth: JSONLimits.record.depth + 8,
            numberCharacters: JSONLimits.record.numberCharacters,
            numberExponent: JSONLimits.record.numberExponent
        )
        guard let document = try? JSONDocument(parsing: bytes, limits: limits) else {
            throw Self.notUnderstood
        }
        return document.root
    }

    private static var notUnderstood: CommandError {
        CommandError("the service's answer cannot be read: is it redline \(redlineVersion), too?")
    }
}
