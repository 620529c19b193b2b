import Redline
import RedlineStorage
import Synchronization

/// Whether more may wait for the rest of its trace: by what the database said when it was asked last,
/// and what this process has put there since.
///
/// The database is not asked for each request: that would cost more than the request does. Processes
/// beside this one may so go beyond the limit by what they take until they ask again.
final class WaitingMeter: Sendable {
    /// Who may have no more wait.
    enum Refusal: Equatable, Sendable {
        /// These owners, of whom enough waits.
        case owners(Set<Owner>)
        /// Everybody.
        case everybody

        /// Whether the part is among what may not wait.
        func includes(_ part: WaitingPart) -> Bool {
            switch self {
            case .owners(let owners): owners.contains(part.key.owner)
            case .everybody: true
            }
        }
    }

    private struct Taken {
        var bytes = 0
        var owners: [Owner: Int] = [:]
    }

    private struct State {
        var measured = WaitingSize()
        /// What was taken before the measuring that is under way, which sees it, and since.
        var earlier = Taken()
        var since = Taken()
    }

    private let state = Mutex(State())
    private let limit: Int
    private let ownerLimit: Int

    init(_ settings: TelemetrySettings) {
        limit = settings.waitingLimit
        ownerLimit = settings.ownerWaitingLimit
    }

    /// Takes so many bytes of each owner for waiting; gives back whose are not taken.
    func take(_ bytes: [Owner: Int]) -> Refusal {
        state.withLock { state in
            let all = state.measured.bytes + state.earlier.bytes + state.since.bytes
            guard all < limit else { return .everybody }
            var refused: Set<Owner> = []
            for (owner, count) in bytes {
                let waiting =
                    state.measured.owners[owner, default: 0]
                    + state.earlier.owners[owner, default: 0]
                    + state.since.owners[owner, default: 0]
                guard waiting < ownerLimit else {
                    refused.insert(owner)
                    continue
                }
                state.since.bytes += count
                state.since.owners[owner, default: 0] += count
            }
            return .owners(refused)
        }
    }

    /// Says that the database is about to be asked.
    func beginMeasuring() {
        state.withLock { state in
            // Where the one before failed, this one has to see what that one would have.
            state.earlier.bytes += state.since.bytes
            state.earlier.owners.merge(state.since.owners, uniquingKeysWith: +)
            state.since = Taken()
        }
    }

    /// Notes what the database said.
    func note(_ size: WaitingSize) {
        state.withLock { state in
            state.measured = size
            state.earlier = Taken()
        }
    }
}

extension [WaitingPart] {
    /// What they will take in the database at most, by owner.
    var bytesByOwner: [Owner: Int] {
        reduce(into: [:]) { sum, part in
            sum[part.key.owner, default: 0] += part.body.count + WaitingSize.partOverhead
        }
    }
}
