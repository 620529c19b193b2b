import Foundation
import Redline
import RedlinePostgres
import RedlineRedaction

/// Writes a dataset, in memory that does not grow with it.
///
/// Its records are read page by page in the order of their key, and what was recorded after the
/// export began does not count. After every few pages all files are put on the disk, and then how
/// far it has come: an export that broke off goes on there, and ends in the same bytes.
public struct DatasetExport: Sendable {
    /// What to do about files that are there already.
    public enum Conflict: Sendable {
        /// Nothing is touched.
        case refuse
        /// An export that broke off goes on.
        case resume
        /// They are replaced.
        case replace
    }

    /// So many corrections, workflows or threads are read before the progress is saved.
    static let savedEvery = 1_000

    private let pool: ConnectionPool
    private let access: MiningAccess
    private let plan: DatasetPlan
    private let target: DatasetTarget

    /// Plans an export of what may be read as `access`.
    public init(
        _ plan: DatasetPlan,
        to target: DatasetTarget,
        pool: ConnectionPool,
        as access: MiningAccess
    ) {
        self.plan = plan
        self.target = target
        self.pool = pool
        self.access = access
    }

    /// Runs it to its end.
    ///
    /// - Throws: `DatasetExportError`, `DatasetFileError`, `PostgresError`, `CancellationError`.
    public func run(
        _ conflict: Conflict,
        progress show: @Sendable (DatasetCounts) -> Void
    ) async throws -> DatasetCounts {
        let schemaVersion = try await serverTime().schemaVersion
        let begun = try await begin(conflict)
        let registry = DatasetRegistry(pool: pool, access: access, datasetID: begun.datasetID)
        if begun.phase != .done {
            try await registry.begin(plan, target)
            let groups =
                plan.split.parts.count > 1
                ? try await SharedGroups.read(pool, as: access, recordedBy: begun.recordedBy)
                : SharedGroups()
            let writer = try DatasetWriter(plan, target, groups: groups, progress: begun)
            defer { writer.close() }
            try await read(into: writer, registry, show)
        }
        guard let done = ExportProgress(target.progress) else {
            throw DatasetFileError(path: target.progress.path)
        }
        let finishing = DatasetFinish(plan: plan, target: target, counts: done.counts)
        let files = try finishing.files()
        try finishing.writeManifest(files, schemaVersion: schemaVersion)
        try finishing.writeCard()
        try await registry.finish(files: finishing.json(of: files), records: done.counts.total)
        try? FileManager.default.removeItem(at: target.progress)
        return done.counts
    }

    // MARK: - Beginning

    private func begin(_ conflict: Conflict) async throws -> ExportProgress {
        let manager = FileManager.default
        let fingerprint = plan.fingerprint(target)
        let saved = ExportProgress(target.progress)
        if let saved, conflict != .replace {
            guard conflict == .resume else { throw DatasetExportError.brokenOff(target.path) }
            guard saved.fingerprint == fingerprint else {
                throw DatasetExportError.otherPlan(target.path)
            }
            return saved
        }
        let names = plan.split.parts.map { target.data($0.name, of: plan.split) }
        let taken = (names + [target.records, target.manifest, target.card])
            .first { manager.fileExists(atPath: $0.path) }
        if let taken, conflict != .replace {
            throw conflict == .resume
                ? DatasetExportError.nothingToResume(target.path)
                : DatasetExportError.exists(taken.path)
        }
        do {
            try manager.createDirectory(at: target.folder, withIntermediateDirectories: true)
        } catch {
            throw DatasetFileError(path: target.folder.path)
        }
        let server = try await serverTime()
        var filter = plan.filter
        filter.recordedBy = server.recordedBy
        var id = SystemRandomNumberGenerator()
        let begun = ExportProgress(
            fingerprint: fingerprint,
            datasetID: "\(WorkflowID(at: server.recordedBy, using: &id))",
            recordedBy: server.recordedBy,
            support: try await CorrectionReader(pool).support(filter, as: access),
            phase: phases.first ?? .done
        )
        try begun.save(to: target.progress)
        return begun
    }

    private func serverTime() async throws -> (recordedBy: Timestamp, schemaVersion: Int) {
        try await pool.withTransaction(role: access.databaseRole) { connection in
            let row = try connection.run(.serverTime).first
            return (
                try row?["recorded_by"].timestamp ?? Timestamp(microseconds: 0),
                try row?["schema_version"].int ?? 0
            )
        }
    }

    // MARK: - Reading

    private var phases: [ExportProgress.Phase] {
        guard plan.shape != .pairs else { return [.corrections] }
        let readsWorkflows = !plan.sources.isDisjoint(with: [.documents, .summaries])
        return (readsWorkflows ? [.workflows] : [])
            + (plan.sources.contains(.interactions) ? [.threads] : [])
    }

    private func read(
        into writer: DatasetWriter,
        _ registry: DatasetRegistry,
        _ show: @Sendable (DatasetCounts) -> Void
    ) async throws {
        var saved = writer.progress.counts.read
        while writer.progress.phase != .done {
            try Task.checkCancellation()
            let phase = writer.progress.phase
            let isMore = try await page(of: phase, into: writer)
            show(writer.progress.counts)
            guard !isMore || writer.progress.counts.read - saved >= Self.savedEvery else {
                continue
            }
            try await registry.add(writer.takeRegistered())
            try writer.save(to: target.progress) { progress in
                guard !isMore else { return }
                let next = phases.firstIndex(of: phase).map { $0 + 1 } ?? phases.count
                progress.phase = next < phases.count ? phases[next] : .done
                // What is counted by owner begins anew.
                progress.owner = nil
            }
            saved = writer.progress.counts.read
        }
    }

    /// Reads a page, and says whether there may be another.
    private func page(
        of phase: ExportProgress.Phase,
        into writer: DatasetWriter
    ) async throws
        -> Bool
    {
        switch phase {
        case .corrections: try await corrections(into: writer)
        case .workflows: try await workflows(into: writer)
        case .threads: try await threads(into: writer)
        case .done: false
        }
    }

    private func corrections(into writer: DatasetWriter) async throws -> Bool {
        var filter = plan.filter
        filter.recordedBy = writer.progress.recordedBy
        let page = try await CorrectionReader(pool).page(
            filter,
            support: writer.progress.support,
            as: access,
            after: writer.progress.correction
        )
        for correction in page.corrections {
            writer.countRead()
            try writer.take(correction)
        }
        writer.move { $0.correction = page.next ?? $0.correction }
        return page.next != nil
    }

    private func workflows(into writer: DatasetWriter) async throws -> Bool {
        let maker = WorkflowExamples(
            sources: plan.sources,
            granularity: plan.granularity,
            filter: plan.filter,
            support: writer.progress.support.names,
            templates: plan.templates
        )
        let redaction = plan.redaction
        let last = try await reader(writer).workflows(after: writer.progress.workflow) { workflow in
            writer.countRead()
            var redactor = Redactor(redaction)
            for example in maker.examples(of: workflow, &redactor) { try writer.take(example) }
        }
        writer.move { $0.workflow = last ?? $0.workflow }
        return last != nil
    }

    private func threads(into writer: DatasetWriter) async throws -> Bool {
        let maker = ThreadExamples(shape: plan.shape)
        let redaction = plan.redaction
        let last = try await reader(writer).threads(after: writer.progress.threadOwner) { thread in
            writer.countRead()
            var redactor = Redactor(redaction)
            for example in maker.examples(of: thread, &redactor) { try writer.take(example) }
        }
        writer.move { $0.threadOwner = last ?? $0.threadOwner }
        return last != nil
    }

    private func reader(_ writer: DatasetWriter) -> RecordedReader {
        RecordedReader(
            pool: pool,
            access: access,
            filter: plan.filter,
            recordedBy: writer.progress.recordedBy
        )
    }
}

/// Why a dataset is not written.
public enum DatasetExportError: Error, Equatable, CustomStringConvertible {
    /// There is a file already.
    case exists(String)
    /// An export to there broke off.
    case brokenOff(String)
    /// What broke off there was another export.
    case otherPlan(String)
    /// No export to there broke off.
    case nothingToResume(String)

    /// What is wrong and what to do, for people.
    public var description: String {
        switch self {
        case .exists(let path): "\(path) is there already: --force replaces it"
        case .brokenOff(let path):
            "an export to \(path) broke off: --resume goes on with it, --force begins anew"
        case .otherPlan(let path):
            "the export to \(path) that broke off had other options: give the same ones, or --force"
        case .nothingToResume(let path): "\(path) is done: there is nothing to resume"
        }
    }
}
