import Foundation
import HTTPTypes
import Hummingbird
import Redline
import RedlineCompliance
import RedlineDatasets
import RedlinePostgres
import RedlineRedaction
import RedlineStorage
import RedlineWeb

/// The form by which a dataset is made of corrections that are filtered.
struct DatasetPages: Sendable {
    private let pool: ConnectionPool
    private let places: ArchivePlaces

    init(_ pool: ConnectionPool, _ places: ArchivePlaces) {
        self.pool = pool
        self.places = places
    }

    var routes: [Route] {
        [
            Route(
                method: .post,
                path: "/corrections/dataset",
                summary: "A dataset, as a ZIP archive with its manifest and its card.",
                access: .roles(Section.corrections.roles),
                body: .form(),
                answers: [
                    RouteAnswer(status: .ok, mediaType: "application/zip", schema: "Archive")
                ],
                errors: .page,
                handle: dataset
            )
        ]
    }

    /// Every dataset that is made over HTTP passes here, and is on the trail before its content is
    /// read.
    private func dataset(_ request: RouteRequest) async throws -> Response {
        let access = try request.miningAccess()
        let plan = try Self.plan(request.form)
        guard places.take() else { throw Problem.noPlace }
        defer { places.giveBack() }
        let detail = [
            "shape": plan.shape.rawValue, "redacted": "\(!plan.redaction.isEmpty)",
        ]
        let actor = request.principal.actor
        try await AuditTrail(pool).record(
            plan.filter.act(.exportCorrections, as: access, detail: detail),
            by: actor
        )
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "redline-dataset-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700]
        )
        defer { try? FileManager.default.removeItem(at: folder) }
        guard var target = DatasetTarget(folder.path + "/") else {
            preconditionFailure("a folder is a target")
        }
        target.registeredName = "downloaded by \(actor.name)"
        _ = try await DatasetExport(plan, to: target, pool: pool, as: access)
            .run(.refuse) { _ in }
        let file = try UnnamedFile()
        let archive = try FolderArchive(of: folder, to: file.descriptor, at: .now)
        return .archive(
            file,
            named: "redline-\(plan.shape.rawValue).zip",
            byteCount: archive.byteCount,
            sha256: archive.sha256
        )
    }

    private static func plan(_ form: FormValues) throws -> DatasetPlan {
        let shape = try word("shape", form, .pairs) { DatasetShape(rawValue: $0) }
        var plan = DatasetPlan(shape, templates: try .standard())
        plan.sources = [try word("source", form, .documents) { DatasetSource(rawValue: $0) }]
        plan.granularity = try word("granularity", form, .document) {
            DatasetGranularity(rawValue: $0)
        }
        plan.filter = try CorrectionFilter(asked: form.text)
        plan.split = try word("split", form, .whole) { DatasetSplit($0) }
        if form.text("max_per_owner") != nil {
            plan.maxPerOwner = try word("max_per_owner", form, 0) { text in
                Int(text).flatMap { $0 > 0 ? $0 : nil }
            }
        }
        plan.dropsFormatOnly = form.text("drop_format_only") != nil
        plan.keepsNearDuplicates = form.text("keep_near_duplicates") != nil
        plan.includesUntouched = form.text("include_untouched") != nil
        if form.text("redact") == nil { plan.redaction = [] }
        return plan
    }

    /// What a field of the form says; what it is where it says nothing.
    private static func word<Value>(
        _ name: String,
        _ form: FormValues,
        _ standard: Value,
        _ read: (String) -> Value?
    ) throws -> Value {
        guard let text = form.text(name) else { return standard }
        guard let value = read(text) else {
            throw Problem.badParameter(DatasetFault.text(name), name)
        }
        return value
    }
}
