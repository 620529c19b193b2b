import Hummingbird
import Redline
import RedlineAnalytics
import RedlineStorage
import RedlineWeb

extension ExportPages {
    /// Serves a page or form of one export, of the owner that the address names.
    ///
    /// Two owners may use one workflow id: whoever sees both, and has not said whose is meant, is
    /// asked, and nothing is done. `place` is where the choices lead below the export.
    func ofOneOwner(
        _ request: RouteRequest,
        below place: String = "",
        _ handle: @Sendable (RouteRequest) async throws -> Response
    ) async throws -> Response {
        do {
            return try await handle(request.speakingForOwner())
        } catch WorkflowLookupError.ambiguous {
            let id = try request.workflowID()
            let owners = try await reader.owners(
                of: id,
                as: request.principal.access,
                by: request.principal.actor
            )
            let asked = ["from", "to", "revision"].map { ($0, request.query.text($0) ?? "") }
            let choices = owners.map { owner in
                OwnerChoicePage.Choice(
                    owner: owner.owner,
                    at: "/exports/\(id)\(place)",
                    asked,
                    startedAt: owner.startedAt
                )
            }
            return .choice(choices, in: .exports, request)
        }
    }
}

extension RouteRequest {
    /// Where the export is that the path names, and whose it is where the address says so.
    var export: ExportAddress {
        get throws { ExportAddress(try workflowID(), owner: query.text("owner")) }
    }

    /// The same request for the owner that its address names, as `X-User-Id` has it over the API.
    func speakingForOwner() throws -> RouteRequest {
        guard let name = query.text("owner") else { return self }
        guard let owner = Owner(name) else {
            throw Problem.badParameter("owner must be \(Owner.rule)", "owner")
        }
        guard principal.owner == nil || principal.owner == owner else {
            throw Problem.forbidden("a key of the role owner sees its own owner's records alone")
        }
        var narrowed = self
        narrowed.principal = Principal(
            role: principal.role,
            owner: owner,
            actor: principal.actor
        )
        return narrowed
    }
}

extension QueryParameter {
    /// Whose export is meant, where several owners use its id.
    static let ownerOfExport = QueryParameter(
        name: "owner",
        kind: .text,
        summary: "Whose, where several owners use this id."
    )
}

extension Response {
    /// Asks whose is meant: of a page it is a choice, of a form a conflict, as nothing was done.
    static func choice(
        _ choices: [OwnerChoicePage.Choice],
        in section: Section,
        _ request: RouteRequest
    ) -> Response {
        .page(
            OwnerChoicePage.page(choices, in: section),
            for: request.visitor,
            status: request.form.fields.isEmpty ? .multipleChoices : .conflict
        )
    }
}
