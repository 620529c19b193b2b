// Renders a deliverable again and again, or once into a file, from its JSON form:
//   RenderDeliverable FORMAT TEMPLATE INPUT.json OUTPUT [SECONDS]
// TEMPLATE is a name; what lies in the folder REDLINE_TEMPLATES counts as well. With SECONDS it renders
// for so many seconds of the processor after a first time and prints the files a second.
import CMalloc
import Foundation
import Redline
import RedlineDeliverables

/// Why there is nothing to measure.
struct Unusable: Error {
    let reason: String
}

func deliverable(from root: JSONView) throws -> Deliverable {
    guard let data = root["data"], let id = root["document_id"]?.string,
        let workflow = WorkflowID(root["export_workflow_id"]?.string ?? ""),
        let createdAt = Timestamp(root["created_at"]?.string ?? "")
    else { throw Unusable(reason: "no deliverable") }
    let source = root["source"]
    return try Deliverable(
        document: DeliverableDocument(
            id: id,
            type: root["document_type"]?.string ?? "document",
            extractedData: root["extracted_data"] ?? data,
            finalData: data,
            title: root["title"]?.string,
            language: root["language"]?.string
        ),
        workflow: DeliverableWorkflow(
            id: workflow,
            revision: root["revision"]?.integer ?? 1,
            createdAt: createdAt
        ),
        source: DeliverableSource(
            extractionMethod: source?["extraction_method"]?.string ?? "none",
            confidence: source?["di_confidence"]?.double,
            model: source?["ai_model"]?.string
        ),
        modifications: (root["changes"]?.elements ?? []).map { change in
            FieldModification(
                path: change["path"]?.string ?? "",
                changeType: change["change_type"]?.string.flatMap(ChangeType.init) ?? .modification,
                original: change["original_value"],
                modified: change["modified_value"],
                reason: change["user_reason"]?.string
            )
        },
        summary: root["summary"].map { DeliverableSummary($0) } ?? DeliverableSummary(),
        preferences: root["user_preferences"].map { DeliverablePreferences(userPreferences: $0) }
            ?? DeliverablePreferences()
    )
}

// As the service does: what was given back is kept for what comes next.
_ = mallopt(M_TRIM_THRESHOLD, 64 << 20)
_ = mallopt(M_MMAP_THRESHOLD, 32 << 20)
_ = mallopt(M_TOP_PAD, 1 << 20)

let words = CommandLine.arguments
guard words.count >= 5, let format = DeliverableFormat(name: words[1]) else {
    throw Unusable(reason: "usage: FORMAT TEMPLATE INPUT OUTPUT [SECONDS]")
}
let limits = JSONLimits(bytes: 1 << 28, depth: 64, numberCharacters: 1_000, numberExponent: 1_000)
let input = Array(try Data(contentsOf: URL(filePath: words[3])))
let folder = ProcessInfo.processInfo.environment["REDLINE_TEMPLATES"]
let templates = try folder.map { try DeliverableTemplates(folder: $0) } ?? DeliverableTemplates()
let template = try templates.template(named: words[2])
let shown = try deliverable(from: JSONDocument(parsing: input, limits: limits).root)
let file = try shown.file(as: format, template: template)
try Data(file.bytes).write(to: URL(filePath: words[4]))
/// The processor time that this process has had, in seconds: what else runs does not count.
func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

if words.count > 5, let seconds = Double(words[5]) {
    let start = processorSeconds()
    var count = 0
    repeat {
        _ = try shown.file(as: format, template: template)
        count += 1
    } while processorSeconds() - start < seconds
    print(Double(count) / (processorSeconds() - start))
}
