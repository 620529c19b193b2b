import HTTPTypes
import Hummingbird
import Redline
import RedlineStorage

/// The routes by which legal holds are put on an owner and released.
struct OwnerHoldRoutes: Sendable {
    let holds: OwnerHolds

    private static let path = "/api/v1/owners/{owner}/holds"
    private static let access: RouteAccess = .roles([.compliance])
    private static let bodyLimit = 16 << 10

    var routes: [Route] {
        [
            Route(
                method: .get,
                path: Self.path,
                summary: "The legal holds of an owner, the newest first.",
                access: Self.access,
                answers: [.json(.ok, "Holds")],
                handle: list
            ),
            Route(
                method: .post,
                path: Self.path,
                summary: "Put a legal hold on an owner: nothing of them is removed until release.",
                access: Self.access,
                body: RouteBody(
                    mediaType: "application/json",
                    schema: "HoldRequest",
                    limit: Self.bodyLimit,
                    mayConflict: true
                ),
                answers: [.json(.created, "HoldReceipt")],
                handle: hold
            ),
            Route(
                method: .delete,
                path: Self.path,
                summary: "Release the legal holds of an owner, or the one that hold_id names.",
                access: Self.access,
                query: [
                    QueryParameter(name: "hold_id", kind: .text, summary: "One of the holds.")
                ],
                answers: [.json(.ok, "HoldRelease")],
                handle: release
            ),
        ]
    }

    private func list(_ request: RouteRequest) async throws -> Response {
        let found = try await holds.list(of: request.ownerInPath(), withReleased: true)
        return .json(.ok) { json in
            json.beginObject()
            json.name("holds")
            json.beginArray()
            for hold in found { json.hold(hold) }
            json.endArray()
            json.endObject()
        }
    }

    private func hold(_ request: RouteRequest) async throws -> Response {
        let owner = try request.ownerInPath()
        let root = try JSONDocument(parsing: request.body).root
        let reason = root["reason"]?.string ?? ""
        guard OwnerHold.isReason(reason) else {
            throw RecordFaults([
                RecordFault("/reason", "is required: a text of 1 to 2000 characters")
            ])
        }
        do {
            let id = try await holds.hold(owner, reason: reason, by: request.principal.actor)
            return .json(.created) { json in
                json.beginObject()
                json.name("hold_id")
                json.string(id)
                json.endObject()
            }
        } catch let error as ComplianceError {
            throw Problem.ownerBeingErased(error)
        }
    }

    private func release(_ request: RouteRequest) async throws -> Response {
        let owner = try request.ownerInPath()
        let id = request.query.text("hold_id")
        guard id.map({ WorkflowID($0) != nil }) ?? true else {
            throw Problem.badParameter("hold_id is the id of a hold", "hold_id")
        }
        let released = try await holds.release(owner, id: id, by: request.principal.actor)
        return .json(.ok) { json in
            json.beginObject()
            json.name("released")
            json.integer(released)
            json.endObject()
        }
    }
}

extension RouteRequest {
    /// The owner that the path names.
    func ownerInPath() throws -> Owner {
        guard let owner = Owner(path["owner"] ?? "") else {
            throw Problem.badParameter("owner must be \(Owner.rule)", "owner")
        }
        return owner
    }
}

extension JSONWriter {
    fileprivate mutating func hold(_ hold: OwnerHold) {
        beginObject()
        name("hold_id")
        string(hold.id)
        name("reason")
        string(hold.reason)
        name("placed_by")
        string(hold.placedBy)
        name("placed_at")
        string("\(hold.placedAt)")
        name("released_by")
        if let by = hold.releasedBy { string(by) } else { null() }
        name("released_at")
        if let at = hold.releasedAt { string("\(at)") } else { null() }
        endObject()
    }
}
