import Foundation
import Redline
import RedlineRedaction

/// Decides of each example whether it is in the dataset, and writes its lines.
///
/// A class that pages are handed to one after the other, each by one thread at a time; that is why
/// it may be passed on between them.
final class DatasetWriter: @unchecked Sendable {
    private let plan: DatasetPlan
    private let groups: SharedGroups
    private let data: [DatasetFile]
    private let records: DatasetFile
    private var duplicates = NearDuplicates()
    private(set) var progress: ExportProgress
    /// The records whose lines have been written since they were taken.
    private var registered: [DatasetRecord] = []

    /// Opens the files where an export has come to.
    ///
    /// - Throws: `DatasetFileError` where they cannot be written.
    init(
        _ plan: DatasetPlan,
        _ target: DatasetTarget,
        groups: SharedGroups,
        progress: ExportProgress
    ) throws(DatasetFileError) {
        self.plan = plan
        self.groups = groups
        self.progress = progress
        var files: [DatasetFile] = []
        for part in plan.split.parts {
            files.append(
                try DatasetFile(
                    target.data(part.name, of: plan.split),
                    isPacked: target.isPacked,
                    offset: progress.offsets[part.name] ?? 0
                )
            )
        }
        data = files
        let offset = progress.offsets[Self.recordsName] ?? 0
        if offset > 0, !plan.keepsNearDuplicates {
            try Self.remember(target.records, upTo: offset, in: &duplicates)
        }
        records = try DatasetFile(target.records, isPacked: false, offset: offset)
    }

    /// The name of the file of records among the offsets; no part can have it.
    private static let recordsName = "*records"

    /// Tells the index of near-duplicates what was written before.
    private static func remember(
        _ url: URL,
        upTo offset: UInt64,
        in duplicates: inout NearDuplicates
    ) throws(DatasetFileError) {
        do {
            let handle = try FileHandle(forReadingFrom: DatasetFile.partial(url))
            defer { try? handle.close() }
            var left = Int(offset)
            var rest: [UInt8] = []
            while left > 0, let piece = try handle.read(upToCount: min(left, 1 << 20)),
                !piece.isEmpty
            {
                left -= piece.count
                rest += piece
                var lines = rest.split(
                    separator: UInt8(ascii: "\n"),
                    omittingEmptySubsequences: false
                )
                rest = lines.popLast().map { Array($0) } ?? []
                for line in lines {
                    let root = try? JSONDocument(parsing: Array(line)).root
                    guard let text = root?["similarity"]?.string,
                        let similarity = Similarity(text)
                    else { continue }
                    _ = duplicates.insert(similarity)
                }
            }
        } catch {
            throw DatasetFileError(path: url.path)
        }
    }

    /// Notes that something was read.
    func countRead() { progress.counts.read += 1 }

    /// Takes an example, or leaves it out.
    func take(_ example: Example) throws(DatasetFileError) {
        progress.counts.examples += 1
        if example.isUntouched, plan.shape != .kto, !plan.includesUntouched {
            return drop(.untouched)
        }
        if example.isEqualPair { return drop(.equal) }
        if example.isFormatOnly, plan.dropsFormatOnly { return drop(.formatOnly) }
        let lines = plan.shape.lines(of: example)
        guard !lines.isEmpty else { return drop(.shape) }
        try write(
            lines,
            of: example.origin,
            similarity: plan.keepsNearDuplicates ? nil : example.similarity,
            marks: example.marks
        )
    }

    /// Takes a correction as a line of its own, or leaves it out.
    func take(_ correction: Correction) throws(DatasetFileError) {
        progress.counts.examples += 1
        if plan.dropsFormatOnly, WorkflowExamples.formatClasses.contains(correction.pattern) {
            return drop(.formatOnly)
        }
        var json = JSONWriter()
        json.correction(correction, withCursor: false)
        var line = json.bytes
        if !plan.redaction.isEmpty, let document = try? JSONDocument(parsing: line, limits: .line) {
            var redactor = Redactor(plan.redaction)
            line = redactor.redact(document.root)
        }
        var origin = Example.Origin(
            source: .documents,
            owner: correction.place.owner,
            recordID: "\(correction.place.workflowID)"
        )
        origin.revision = correction.place.revision
        origin.field = correction.path
        let similarity = Similarity(
            prompt: [correction.documentType ?? "", correction.field],
            answer: [
                correction.changeType.rawValue, correction.original ?? "",
                correction.modified ?? "",
            ]
        )
        try write(
            [line],
            of: origin,
            similarity: plan.keepsNearDuplicates ? nil : similarity,
            marks: []
        )
    }

    private func drop(_ reason: DatasetCounts.Reason) {
        progress.counts.dropped[reason, default: 0] += 1
    }

    private func write(
        _ lines: [[UInt8]],
        of origin: Example.Origin,
        similarity: Similarity?,
        marks: [String]
    ) throws(DatasetFileError) {
        if let known = progress.owner, ExactText(known) == ExactText(origin.owner) {
            if let most = plan.maxPerOwner, progress.ownerExamples >= most {
                return drop(.maxPerOwner)
            }
        } else {
            progress.owner = origin.owner
            progress.ownerExamples = 0
        }
        if let similarity, !duplicates.insert(similarity) { return drop(.nearDuplicate) }
        progress.ownerExamples += 1
        let part = plan.split.part(of: groups.representative(of: origin.owner))
        let name = plan.split.parts[part].name
        for line in lines {
            try data[part].append(line)
            progress.counts.lines[name, default: 0] += 1
            countPlaceholders(in: line)
            try records.append(record(origin, name, similarity, marks))
        }
        for mark in marks { progress.counts.marked[mark, default: 0] += 1 }
        register(origin)
    }

    /// Which record a line is of, without its owner.
    private func record(
        _ origin: Example.Origin,
        _ part: String,
        _ similarity: Similarity?,
        _ marks: [String]
    ) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.name("part")
        json.string(part)
        json.name("line")
        json.integer(progress.counts.lines[part] ?? 0)
        json.name("source")
        json.string(plan.shape == .pairs ? "corrections" : origin.source.rawValue)
        json.name(origin.source == .interactions ? "interaction_id" : "export_workflow_id")
        json.string(origin.recordID)
        if let revision = origin.revision {
            json.name("revision")
            json.integer(revision)
        }
        if let field = origin.field {
            var redactor = Redactor(plan.redaction)
            json.name("path")
            json.string(redactor.redact(field))
        }
        if !marks.isEmpty {
            json.name("marks")
            json.strings(marks)
        }
        if let similarity {
            json.name("similarity")
            json.string(similarity.text)
        }
        json.endObject()
        return json.bytes
    }

    private func countPlaceholders(in line: [UInt8]) {
        guard !plan.redaction.isEmpty, line.contains(UInt8(ascii: "[")) else { return }
        let text = String(decoding: line, as: UTF8.self)
        for kind in plan.redaction {
            let count = text.utf8.count(of: "[\(kind.label)_")
            if count > 0 { progress.counts.replaced[kind.plural, default: 0] += count }
        }
    }

    private func register(_ origin: Example.Origin) {
        let record = DatasetRecord(
            owner: origin.owner,
            kind: origin.source == .interactions ? "interaction" : "workflow",
            id: origin.recordID
        )
        if registered.last != record { registered.append(record) }
    }

    /// The records that have to be registered before the lines are on the disk.
    func takeRegistered() -> [DatasetRecord] {
        defer { registered = [] }
        return registered
    }

    /// Puts everything on the disk, and then says how far it has come.
    func save(
        to url: URL,
        _ change: (inout ExportProgress) -> Void
    ) throws(DatasetFileError) {
        for file in data { try file.flush() }
        try records.flush()
        for (file, part) in zip(data, plan.split.parts) {
            progress.offsets[part.name] = file.offset
        }
        progress.offsets[Self.recordsName] = records.offset
        change(&progress)
        try progress.save(to: url)
    }

    /// Moves on without saving; what has come since is read again if the export breaks off.
    func move(_ change: (inout ExportProgress) -> Void) { change(&progress) }

    func close() {
        for file in data { file.close() }
        records.close()
    }
}

extension JSONLimits {
    /// A correction's line: a record's values, and what is written around them.
    static var line: JSONLimits {
        var limits = JSONLimits.record
        limits.bytes *= 3
        limits.depth += 1
        return limits
    }
}

extension String.UTF8View {
    /// How often a text occurs.
    func count(of text: String) -> Int {
        let wanted = Array(text.utf8)
        guard let first = wanted.first else { return 0 }
        var count = 0
        var rest = self[...]
        while let place = rest.firstIndex(of: first) {
            rest = rest[place...]
            if rest.starts(with: wanted) { count += 1 }
            rest = rest.dropFirst()
        }
        return count
    }
}
