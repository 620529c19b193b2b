import HTTPTypes
import Hummingbird
import Redline
import RedlineStorage

/// The route by which everything of an owner is erased.
///
/// An erasure goes on whether or not somebody waits for it: a request answers with the receipt where
/// it is finished soon, and otherwise says that it is under way. The same request again asks for it.
struct OwnerErasureRoute: Sendable {
    let erasures: OwnerErasures
    let spool: Spool
    private let running = RunningErasures()

    /// How long a request waits for the receipt, where it does not say.
    private static let patience = Duration.seconds(2)
    private static let pause = Duration.milliseconds(20)

    init(_ erasures: OwnerErasures, spool: Spool) {
        self.erasures = erasures
        self.spool = spool
    }

    var route: Route {
        Route(
            method: .delete,
            path: "/api/v1/owners/{owner}",
            summary: "Erase everything of an owner: the receipt, or that it is under way.",
            access: .roles([.compliance]),
            query: [
                QueryParameter(
                    name: "even_if_absent",
                    kind: .word(["true", "false"]),
                    summary: "Refuse the owner from now on, even where nothing is held on them."
                )
            ],
            answers: [.json(.ok, "ErasureReceipt"), .json(.accepted, "ErasureReceipt")],
            mayConflict: true,
            handle: erase
        )
    }

    private func erase(_ request: RouteRequest) async throws -> Response {
        let owner = try request.ownerInPath()
        let receipt: ErasureReceipt
        do {
            receipt = try await erase(
                owner,
                evenIfAbsent: request.query.text("even_if_absent") == "true",
                by: request.principal.actor,
                waiting: RequestWishes(request.headers).wait
            )
        } catch ComplianceError.nothingHeld {
            throw Problem.notFound(
                "\(ComplianceError.nothingHeld) even_if_absent=true refuses it all the same"
            )
        } catch let error as ComplianceError {
            throw Problem.ownerHeld(error)
        }
        return .receipt(receipt.finishedAt == nil ? .accepted : .ok, receipt)
    }

    /// Erases everything of an owner; the receipt, or that of the last time where nothing has come
    /// since.
    ///
    /// It has no end where the erasure is still under way after a moment, or after as long as the
    /// sender is ready to wait.
    ///
    /// - Throws: `ComplianceError` where there is nothing to erase, or a hold keeps it.
    func erase(
        _ owner: Owner,
        evenIfAbsent: Bool,
        by actor: AuditActor,
        waiting: Duration? = nil
    ) async throws -> ErasureReceipt {
        let id: String
        do {
            id = try await erasures.begin(
                owner,
                evenIfAbsent: evenIfAbsent,
                spool: spool,
                by: actor
            )
        } catch ComplianceError.nothingHeld {
            guard let receipt = try await erasures.lastReceipt(of: owner) else {
                throw ComplianceError.nothingHeld
            }
            return receipt
        }
        let erasure = running.start(id) { [erasures, spool] in
            try await erasures.finish(id, of: owner, spool: spool, by: actor)
        } then: { [erasures] in
            await erasures.vacuum(after: id)
        }
        let deadline = ContinuousClock.now + (waiting ?? Self.patience)
        while ContinuousClock.now < deadline {
            do {
                if let receipt = try erasure.receipt() { return receipt }
            } catch is FilesFolderError {
                // It goes on when its files can be removed: the receipt says how many are left.
                break
            }
            try await Task.sleep(for: Self.pause)
        }
        guard let receipt = try await erasures.receipt(id) else {
            throw Problem.notFound("there is no such erasure")
        }
        return receipt
    }
}

extension Problem {
    /// That a hold keeps what there is of an owner.
    static func ownerHeld(_ error: ComplianceError) -> Problem {
        Problem(
            status: .conflict,
            code: "owner_held",
            title: "The owner is on hold",
            detail: "\(error)"
        )
    }

    /// That it is too late to hold what there is of an owner.
    static func ownerBeingErased(_ error: ComplianceError) -> Problem {
        Problem(
            status: .conflict,
            code: "owner_erased",
            title: "The owner is being erased",
            detail: "\(error)"
        )
    }
}

extension Response {
    fileprivate static func receipt(
        _ status: HTTPResponse.Status,
        _ receipt: ErasureReceipt
    ) -> Response {
        .json(status) { $0.raw(receipt.json) }
    }
}
