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

    /// What was taken of whom, in bytes.
    struct Taken {
        fileprivate(set) var bytes = 0
        fileprivate(set) var owners: [Owner: Int] = [:]

        fileprivate func of(_ owner: Owner) -> Int { owners[owner, default: 0] }

        fileprivate mutating func add(_ other: Self) {
            bytes += other.bytes
            owners.merge(other.owners, uniquingKeysWith: +)
        }

        fileprivate mutating func remove(_ other: Self) {
            bytes -= other.bytes
            for (owner, count) in other.owners {
                let left = of(owner) - count
                owners[owner] = left == 0 ? nil : left
            }
        }
    }

    private struct State {
        var measured = WaitingSize()
        /// What is not known to be committed: a measuring may see it or not.
        var underWay = Taken()
        /// What was committed before the measuring that is under way, which sees it, and since.
        var earlier = Taken()
        var since = Taken()

        var bytes: Int { measured.bytes + underWay.bytes + earlier.bytes + since.bytes }

        func bytes(of owner: Owner) -> Int {
            measured.owners[owner, default: 0] + underWay.of(owner) + earlier.of(owner)
                + since.of(owner)
        }
    }

    private let state = Mutex(State())
    private let limit: Int
    private let ownerLimit: Int

    init(_ settings: TelemetrySettings) {
        limit = settings.waitingLimit
        ownerLimit = settings.ownerWaitingLimit
    }

    /// Takes so many bytes of each owner for waiting; gives back whose are not taken, and what is,
    /// which has to be ended.
    func take(_ bytes: [Owner: Int]) -> (refusal: Refusal, taken: Taken) {
        state.withLock { state in
            var taken = Taken()
            guard state.bytes < limit else { return (.everybody, taken) }
            var refused: Set<Owner> = []
            for (owner, count) in bytes {
                guard state.bytes(of: owner) < ownerLimit else {
                    refused.insert(owner)
                    continue
                }
                taken.bytes += count
                taken.owners[owner, default: 0] += count
            }
            state.underWay.add(taken)
            return (.owners(refused), taken)
        }
    }

    /// Says that what was taken is under way no more: whatever measures from now on sees it, if it
    /// is kept.
    func end(_ taken: Taken) {
        state.withLock { state in
            state.underWay.remove(taken)
            state.since.add(taken)
        }
    }

    /// Says that the database is about to be asked.
    func beginMeasuring() {
        state.withLock { state in
            // Where the one before failed, this one has to see what that one would have.
            state.earlier.add(state.since)
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
