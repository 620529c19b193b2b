import RedlineStorage
import Synchronization

/// Puts records into the roll-ups while a command stores more of them.
final class RollingUpBeside: Sendable {
    private let rollUps: RollUps
    private let work: Task<Void, Never>
    private let isOver: Over
    private let toCome: ToCome

    /// To look costs next to nothing; whatever waits unseen is left for when nothing else is done.
    private static let pause = Duration.milliseconds(20)
    /// So many items are worth a step, by how much is to come.
    ///
    /// Each step writes the same rows anew, so few large ones cost least; but what is left when the
    /// last record is stored is waited for. So steps get smaller towards the end.
    private static let (least, usual, most) = (10_000, 20_000, 40_000)

    /// Whether nothing more is stored.
    private final class Over: Sendable {
        let value = Atomic(false)
    }

    /// How many records are still to be stored, where that is known.
    private final class ToCome: Sendable {
        let value = Atomic(-1)

        /// So many items have to wait for a step.
        var least: Int {
            let records = value.load(ordering: .relaxed)
            guard records >= 0 else { return RollingUpBeside.usual }
            return min(max(2 * records, RollingUpBeside.least), RollingUpBeside.most)
        }
    }

    init(_ opened: OpenDatabase) {
        let (rollUps, isOver, toCome) = (RollUps(opened.options()), Over(), ToCome())
        (self.rollUps, self.isOver, self.toCome) = (rollUps, isOver, toCome)
        work = Task {
            while !isOver.value.load(ordering: .acquiring), !Task.isCancelled {
                // What fails here is tried again, and said, at the end.
                try? await rollUps.catchUp(atLeast: toCome.least)
                try? await Task.sleep(for: Self.pause)
            }
        }
    }

    /// Notes that about so many records are still to be stored.
    func expect(_ records: Int) { toCome.value.store(max(0, records), ordering: .relaxed) }

    /// Waits until all that is stored is in the roll-ups.
    ///
    /// What is under way ends first: to break it off would mean to do it again.
    func finish() async throws {
        isOver.value.store(true, ordering: .releasing)
        await work.value
        do {
            try await rollUps.catchUp()
        } catch {
            await rollUps.close()
            throw error
        }
        await rollUps.close()
    }

    func cancel() { work.cancel() }
}
