import Logging
import Redline
import RedlineStorage

/// Records exchanges as the turns of conversations, after their answers have gone out.
///
/// An answer with tool calls leaves its turn open: what is known of it lies on the disk until a later
/// request brings the results, or nothing has come of it for the settling time. Exchanges of one
/// owner are taken in their order, those of several side by side.
public final class TurnRecorder: Sendable {
    private enum Job: Sendable {
        case exchange(FinishedExchange)
        case settle(OpenTurn)

        var bytes: Int {
            switch self {
            case .exchange(let exchange): exchange.bytes
            case .settle(let turn): turn.record.count
            }
        }
    }

    private let spool: Spool
    private let settling: Duration
    private let logger: Logger
    private let counts: CaptureCounts
    private let room: WaitingRoom
    private let lanes: [AsyncStream<Job>.Continuation]
    private let work: [Task<Void, Never>]

    /// How many lines of exchanges are recorded side by side.
    private static let laneCount = 8
    /// The most turns that are settled at once.
    private static let settledAtOnce = 500
    /// How long the ids of a recorded turn's calls are remembered: 24 hours.
    private static let memoryMicroseconds: Int64 = 86_400_000_000

    /// Creates a recorder that records through `intake`; it has to be shut down before that is
    /// closed.
    public init(
        intake: RecordIntake,
        settling: Duration,
        counts: CaptureCounts,
        logger: Logger
    ) {
        spool = intake.spool
        self.settling = settling
        self.logger = logger
        self.counts = counts
        let room = WaitingRoom(counts)
        self.room = room
        let lane = RecordingLane(intake: intake, counts: counts, logger: logger)
        let streams = (0..<Self.laneCount).map { _ in AsyncStream<Job>.makeStream() }
        lanes = streams.map(\.continuation)
        work = streams.map { jobs, _ in
            Task {
                await withDiscardingTaskGroup { group in
                    for await job in jobs {
                        let rest: RecordingLane.Rest? =
                            switch job {
                            case .exchange(let exchange): await lane.take(exchange)
                            case .settle(let turn): await lane.settle(turn)
                            }
                        group.addTask {
                            await rest?()
                            room.leave(job.bytes)
                        }
                    }
                }
            }
        }
    }

    /// Takes an exchange; it is recorded later, and nobody waits for that.
    func take(_ exchange: FinishedExchange) {
        guard room.enter(exchange.bytes) else {
            counts.countLost()
            return
        }
        lanes[Self.lane(of: exchange.owner)].yield(.exchange(exchange))
    }

    private static func lane(of owner: Owner) -> Int {
        Int(UInt(bitPattern: owner.hashValue) % UInt(laneCount))
    }

    /// Records turns of which nothing has come for the settling time, until the task is cancelled.
    public func run() async {
        let pause = min(settling / 4, .seconds(30))
        while !Task.isCancelled {
            do {
                try await settle()
            } catch {
                logger.warning("turns that are over were not recorded: \(error)")
            }
            do {
                try await Task.sleep(for: pause)
            } catch {
                return
            }
        }
    }

    private func settle() async throws {
        let now = Timestamp.now.microseconds
        let patience = Int64(settling / .microseconds(1))
        let quiet = try await spool.openTurns(
            quietSince: Timestamp(microseconds: now - patience),
            limit: Self.settledAtOnce
        )
        for turn in quiet where room.enter(turn.record.count) {
            lanes[Self.lane(of: turn.owner)].yield(.settle(turn))
        }
        try await spool.forgetTurns(
            quietSince: Timestamp(microseconds: now - Self.memoryMicroseconds)
        )
    }

    /// Records what waits, and ends.
    public func shutdown() async {
        for lane in lanes { lane.finish() }
        for lane in work { await lane.value }
    }
}
