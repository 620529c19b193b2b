import Foundation
import Redline

/// How far an export has come: with it, one that broke off goes on and ends in the same bytes.
struct ExportProgress {
    /// What an export reads, one after the other.
    enum Phase: String, CaseIterable {
        case corrections
        case workflows
        case threads
        case done
    }

    let fingerprint: String
    let datasetID: String
    let recordedBy: Timestamp
    let support: PatternSupport
    var phase: Phase
    var correction: CorrectionPlace?
    var workflow: WorkflowPlace?
    var threadOwner: String?
    /// The owner whose examples came last, and how many there were.
    var owner: String?
    var ownerExamples = 0
    var offsets: [String: UInt64] = [:]
    var counts = DatasetCounts()

    /// The bytes of the file.
    var bytes: [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.name("fingerprint")
        json.string(fingerprint)
        json.name("dataset_id")
        json.string(datasetID)
        json.name("recorded_by")
        json.string("\(recordedBy)")
        json.name("support")
        json.beginArray()
        json.strings(support.fields)
        json.strings(support.changeTypes)
        json.strings(support.patterns)
        json.endArray()
        json.name("phase")
        json.string(phase.rawValue)
        json.name("correction")
        json.optionalString(correction?.cursor)
        json.name("workflow")
        if let workflow {
            json.beginArray()
            json.string(workflow.owner)
            json.string("\(workflow.startedAt)")
            json.string("\(workflow.workflowID)")
            json.endArray()
        } else {
            json.null()
        }
        json.name("thread_owner")
        json.optionalString(threadOwner)
        json.name("owner")
        json.optionalString(owner)
        json.name("owner_examples")
        json.integer(ownerExamples)
        json.name("offsets")
        json.beginObject()
        for (name, offset) in offsets.sorted(by: { $0.key < $1.key }) {
            json.name(name)
            json.integer(offset)
        }
        json.endObject()
        json.name("counts")
        counts.write(to: &json)
        json.endObject()
        return json.bytes
    }

    /// Reads a file; nil where it is none.
    init?(_ url: URL) {
        guard let data = try? Data(contentsOf: url),
            let root = try? JSONDocument(parsing: Array(data)).root,
            let fingerprint = root["fingerprint"]?.string,
            let datasetID = root["dataset_id"]?.string,
            let recordedBy = root["recorded_by"]?.string.flatMap({ Timestamp($0) }),
            let phase = root["phase"]?.string.flatMap({ Phase(rawValue: $0) }),
            let counts = DatasetCounts(root["counts"]),
            let lists = root["support"]?.elements, lists.count == 3
        else { return nil }
        self.fingerprint = fingerprint
        self.datasetID = datasetID
        self.recordedBy = recordedBy
        self.phase = phase
        self.counts = counts
        let texts = lists.map { list in list.elements.compactMap(\.string) }
        support = PatternSupport(fields: texts[0], changeTypes: texts[1], patterns: texts[2])
        correction = root["correction"]?.string.flatMap { CorrectionPlace(cursor: $0) }
        let place = root["workflow"]?.elements.compactMap(\.string) ?? []
        if place.count == 3, let started = Timestamp(place[1]), let id = WorkflowID(place[2]) {
            workflow = WorkflowPlace(owner: place[0], startedAt: started, workflowID: id)
        }
        threadOwner = root["thread_owner"]?.string
        owner = root["owner"]?.string
        ownerExamples = root["owner_examples"]?.integer ?? 0
        for (name, value) in root["offsets"]?.members ?? [] {
            offsets[name] = value.integer.map { UInt64($0) }
        }
    }

    init(
        fingerprint: String,
        datasetID: String,
        recordedBy: Timestamp,
        support: PatternSupport,
        phase: Phase
    ) {
        self.fingerprint = fingerprint
        self.datasetID = datasetID
        self.recordedBy = recordedBy
        self.support = support
        self.phase = phase
    }

    /// Writes it in one go: there is the old one or the new one.
    func save(to url: URL) throws(DatasetFileError) {
        do {
            try Data(bytes).write(to: url, options: .atomic)
        } catch {
            throw DatasetFileError(path: url.path)
        }
    }
}
