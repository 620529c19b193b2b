@testable import Redline

/// Lines given to the reader of records, in each of the places where records come in.
struct FuzzedRecords {
    private let lines: [[UInt8]]

    init(_ bytes: [UInt8]) {
        lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { Array($0) }
    }

    func check() throws -> Bool {
        var isTaken = false
        for line in lines {
            guard let document = try? JSONDocument(parsing: line) else { continue }
            let rewritten = try JSONDocument(parsing: JSONTree(document.root).text)
            for context in Self.contexts {
                let said = Self.said(of: document, context)
                try BrokenPromise.unless(
                    said == Self.said(of: rewritten, context),
                    "a record's spelling makes no difference"
                )
                try BrokenPromise.unless(said.faults != [], "a refusal says why")
                for fault in said.faults ?? [] {
                    try BrokenPromise.unless(
                        fault.pointer.isEmpty || fault.pointer.hasPrefix("/"),
                        "a fault has a place"
                    )
                }
                isTaken = isTaken || said.faults == nil
            }
        }
        return isTaken
    }

    /// Where records come in: lines, with and without a speaker, and the routes of each kind.
    private static let contexts: [RecordContext] = {
        let owner = Owner("ana@example.com")
        let workflow = WorkflowID("019cb82e-c9c0-7abc-8def-0123456789ab")
        return [
            RecordContext(), RecordContext(owner: owner),
            RecordContext(owner: owner, isInteraction: true),
        ]
            + ExportStage.allCases.map { stage in
                RecordContext(
                    owner: owner,
                    workflowID: stage == .initialAISummary ? nil : workflow,
                    stage: stage
                )
            }
    }()

    /// What is made of a document, as far as it can be compared.
    private struct Said: Equatable {
        var faults: [RecordFault]?
        var facts: [String] = []
    }

    private static func said(of document: JSONDocument, _ context: RecordContext) -> Said {
        do throws(RecordFaults) {
            switch try Record(document, context: context) {
            case .interaction(let record):
                let id = record.interactionID ?? ""
                let response = record.assistantResponse?.string ?? ""
                return Said(facts: [
                    record.owner.name, id, record.threadID ?? "", record.userMessage, response,
                    "\(record.timestamp as Any) \(record.toolCalls) \(record.metadata)",
                ])
            case .stage(let record):
                let facts = record.facts
                let numbers: [Any?] = [
                    facts.confidence, facts.processingMilliseconds, facts.tokensUsed,
                    facts.editingSeconds, facts.fileBytes, facts.totalSeconds, facts.satisfaction,
                ]
                return Said(facts: [
                    record.owner?.name ?? "", "\(record.workflowID as Any) \(record.revision)",
                    "\(record.stage) \(record.timestamp as Any) \(numbers)",
                    facts.documentID ?? "", facts.documentType ?? "", facts.model ?? "",
                    facts.filename ?? "", facts.mimeType ?? "", facts.contentHash ?? "",
                ])
            }
        } catch {
            return Said(faults: error.faults)
        }
    }
}
