import HTTPTypes
import Hummingbird
import Redline
import RedlineCompliance
import RedlinePostgres
import RedlineStorage
import RedlineWeb

/// The pages of what is held on an owner: look it up, export it, hold it, erase it.
struct CompliancePages: Sendable {
    private let pool: ConnectionPool
    private let holds: OwnerHolds
    private let exporting: OwnerExportRoute
    private let erasing: OwnerErasureRoute

    init(_ pool: ConnectionPool, _ exporting: OwnerExportRoute, _ erasing: OwnerErasureRoute) {
        self.pool = pool
        holds = OwnerHolds(pool)
        self.exporting = exporting
        self.erasing = erasing
    }

    static let access = RouteAccess.roles(Section.compliance.roles)

    var routes: [Route] {
        [
            page("/compliance", "Compliance.") { request in
                let held = try await holds.list(of: nil, withReleased: false)
                return .page(CompliancePage.page(held), for: request.visitor)
            },
            page(
                "/compliance/owner",
                "What is held on an owner.",
                [QueryParameter(name: "owner", kind: .text, summary: "The owner.")]
            ) { request in
                try await page(of: Self.owner(request.query.text("owner")), request)
            },
            form("/compliance/owner/export", "All that is held on an owner.") { request in
                let owner = try Self.owner(request.form.text("owner"))
                return try await exporting.archive(of: owner, by: request.principal.actor)
            },
            form("/compliance/owner/hold", "Put a legal hold on an owner.", hold),
            form("/compliance/owner/release", "Release a legal hold.", release),
            form("/compliance/owner/erase", "Erase everything of an owner.", erase),
            page(
                "/compliance/erasure",
                "The receipt of an erasure.",
                [QueryParameter(name: "id", kind: .text, summary: "The erasure.")],
                receipt
            ),
        ]
    }

    private func page(
        _ path: String,
        _ summary: String,
        _ query: [QueryParameter] = [],
        _ handle: @escaping @Sendable (RouteRequest) async throws -> Response
    ) -> Route {
        Route(
            method: .get,
            path: path,
            summary: summary,
            access: Self.access,
            query: query,
            answers: [.page],
            errors: .page,
            handle: handle
        )
    }

    private func form(
        _ path: String,
        _ summary: String,
        _ handle: @escaping @Sendable (RouteRequest) async throws -> Response
    ) -> Route {
        Route(
            method: .post,
            path: path,
            summary: summary,
            access: Self.access,
            body: .form(),
            answers: [.page],
            errors: .page,
            handle: handle
        )
    }

    private static func owner(_ name: String?) throws -> Owner {
        guard let owner = name.flatMap({ Owner($0) }) else {
            throw Problem.badParameter("owner must be \(Owner.rule)", "owner")
        }
        return owner
    }

    private func page(
        of owner: Owner,
        _ request: RouteRequest,
        refusal: OwnerPage.Refusal? = nil
    ) async throws -> Response {
        guard let visitor = request.visitor else { throw Problem.foreignForm }
        let page = try await OwnerPage(
            owner,
            OwnerCensus(of: owner, pool),
            holds: holds.list(of: owner, withReleased: true),
            receipt: erasing.erasures.lastReceipt(of: owner),
            refusal: refusal,
            for: visitor
        )
        return .page(page.page(), for: visitor, status: refusal == nil ? .ok : .badRequest)
    }

    private func hold(_ request: RouteRequest) async throws -> Response {
        let owner = try Self.owner(request.form.text("owner"))
        let reason = request.form.text("reason") ?? ""
        guard OwnerHold.isReason(reason) else {
            return try await page(of: owner, request, refusal: .badReason)
        }
        do {
            _ = try await holds.hold(owner, reason: reason, by: request.principal.actor)
        } catch let error as ComplianceError {
            throw Problem.ownerBeingErased(error)
        }
        return .see(OwnerPage.address(owner))
    }

    private func release(_ request: RouteRequest) async throws -> Response {
        let owner = try Self.owner(request.form.text("owner"))
        guard let id = request.form.text("hold"), WorkflowID(id) != nil else {
            throw Problem.badParameter("hold is the id of a hold", "hold")
        }
        _ = try await holds.release(owner, id: id, by: request.principal.actor)
        return .see(OwnerPage.address(owner))
    }

    private func erase(_ request: RouteRequest) async throws -> Response {
        let owner = try Self.owner(request.form.text("owner"))
        guard request.form.text("confirmation").flatMap({ Owner($0) }) == owner else {
            return try await page(of: owner, request, refusal: .notConfirmed)
        }
        do {
            let receipt = try await erasing.erase(
                owner,
                evenIfAbsent: false,
                by: request.principal.actor
            )
            return .see(ErasurePage.address(receipt.id))
        } catch ComplianceError.nothingHeld {
            throw Problem.notFound("\(ComplianceError.nothingHeld)")
        } catch let error as ComplianceError {
            throw Problem.ownerHeld(error)
        }
    }

    private func receipt(_ request: RouteRequest) async throws -> Response {
        guard let id = request.query.text("id"), WorkflowID(id) != nil,
            let receipt = try await erasing.erasures.receipt(id)
        else { throw Problem.notFound(ErasurePage.unknown) }
        return .page(ErasurePage.page(receipt), for: request.visitor)
    }
}
