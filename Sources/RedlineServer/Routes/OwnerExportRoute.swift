import HTTPTypes
import Hummingbird
import Redline
import RedlineCompliance
import RedlinePostgres
import RedlineStorage

/// The route by which all that is held on an owner is exported.
///
/// The archive is made whole before the answer begins, in a file without a name: so that a slow
/// client holds no transaction open, and what fails is told by the status.
struct OwnerExportRoute: Sendable {
    let export: OwnerExport
    let trail: AuditTrail
    let places: ArchivePlaces

    init(_ pool: ConnectionPool, _ files: DeliverableStore, _ places: ArchivePlaces) {
        export = OwnerExport(pool) { try files.contentUnlessLost(of: $0) }
        trail = AuditTrail(pool)
        self.places = places
    }

    var route: Route {
        Route(
            method: .post,
            path: "/api/v1/owners/{owner}/export",
            summary: "All that is held on an owner, as a ZIP archive of one instant.",
            access: .roles([.owner, .compliance]),
            answers: [RouteAnswer(status: .ok, mediaType: "application/zip", schema: "Archive")],
            handle: archive
        )
    }

    private func archive(_ request: RouteRequest) async throws -> Response {
        try await archive(of: owner(request), by: request.principal.actor)
    }

    /// The archive of an owner, for whoever may have it.
    func archive(of owner: Owner, by actor: AuditActor) async throws -> Response {
        guard places.take() else { throw Problem.noPlace }
        defer { places.giveBack() }
        try await trail.record(
            AuditedAct(.exportOwner, owners: [owner.name], detail: ["state": "begun"]),
            by: actor
        )
        let file = try UnnamedFile()
        let summary = try await export.write(owner, to: file.descriptor, for: actor)
        try await trail.record(
            AuditedAct(
                .exportOwner,
                owners: [owner.name],
                records: summary.records,
                detail: ["sha256": summary.sha256, "state": "done"]
            ),
            by: actor
        )
        return .archive(
            file,
            named: "export.zip",
            byteCount: summary.byteCount,
            sha256: summary.sha256
        )
    }

    /// The owner that the path names, where whoever asks may have their records.
    private func owner(_ request: RouteRequest) throws -> Owner {
        guard let owner = Owner(request.path["owner"] ?? "") else {
            throw Problem.badParameter("owner must be \(Owner.rule)", "owner")
        }
        guard request.principal.owner == nil || request.principal.owner == owner else {
            guard request.principal.role == .owner else {
                throw Problem.badParameter("owner is another one than X-User-Id names", "owner")
            }
            throw Problem.forbidden("a key of the role owner exports its own owner alone")
        }
        return owner
    }
}
