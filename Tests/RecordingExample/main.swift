import Foundation
import Redline
import RedlineClient

let environment = ProcessInfo.processInfo.environment
guard
    let service = ServiceAddress(
        environment["REDLINE_SERVER"] ?? "http://127.0.0.1:8080",
        key: environment["REDLINE_KEY"]
    )
else { fatalError("REDLINE_SERVER is no address") }

let folder = environment["OUTBOX_FOLDER"] ?? FileManager.default.temporaryDirectory.path
let client = try RecordingClient(service, .init(file: "\(folder)/outbox.sqlite"))

// An interaction, with the tool that was called for it.
var interaction = InteractionRecord(
    owner: "ana@example.com",
    userMessage: "Where is order 77?",
    assistantResponse: "It was shipped this morning.",
    threadID: "orders"
)
interaction.model = "gpt-4o"
interaction.tokensUsed = 212
interaction.toolCalls = [
    ToolCallRecord(
        tool: "search_orders",
        arguments: ["id": 77],
        result: ["state": "shipped"],
        durationMilliseconds: 31
    )
]
try client.record(interaction)

// An export: what the AI drafted, and what a person made of it.
struct Invoice: Codable {
    var vendor: String
    var total: Double
}
let drafted = Invoice(vendor: "Acme Corporaton", total: 90)
let workflow = try client.record(
    InitialSummaryRecord(
        documentID: "INV-1042",
        owner: "ana@example.com",
        documentType: "invoice",
        extractionMethod: "OCR",
        extractionConfidence: 0.93,
        extractedData: RecordValue(encoding: drafted),
        summary: "Invoice of Acme Corporaton over 90.00.",
        modelUse: ModelUseRecord(model: "gpt-4o", tokensUsed: 412, confidence: 0.88)
    )
)
var reviewed = drafted
reviewed.vendor = "Acme Corporation"
if let workflowID = WorkflowID(workflow) {
    try client.record(
        ModificationsRecord(
            workflowID: workflowID,
            owner: "ana@example.com",
            originalData: RecordValue(encoding: drafted),
            modifiedData: RecordValue(encoding: reviewed),
            exportFormat: "pdf",
            documentTemplate: "standard",
            editingSeconds: 42
        )
    )
}

// What is not sent by then goes out at the next start.
let tally = await client.close(within: .seconds(30))
print("\(tally.sent) sent, \(tally.waiting) waiting")
