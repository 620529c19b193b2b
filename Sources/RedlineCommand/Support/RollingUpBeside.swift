import RedlineStorage
import Synchronization

/// Puts records into the roll-ups while a command stores more of them.
final class RollingUpBeside: Sendable {
    private let rollUps: RollUps
    private let work: Task<Void, Never>
    private let isOver: Over

    /// To look costs next to nothing; whatever waits unseen is left for when nothing else is done.
    private static let pause = Duration.milliseconds(20)
    /// Of many at once, more come into the same rows.
    private static let least = 20_000

    /// Whether nothing more is stored.
    private final class Over: Sendable {
        let value = Atomic(false)
    }

    init(_ opened: OpenDatabase) {
        let (rollUps, isOver) = (RollUps(opened.options()), Over())
        (self.rollUps, self.isOver) = (rollUps, isOver)
        work = Task {
            while !isOver.value.load(ordering: .acquiring), !Task.isCancelled {
                // What fails here is tried again, and said, at the end.
                try? await rollUps.catchUp(atLeast: Self.least)
                try? await Task.sleep(for: Self.pause)
            }
        }
    }

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
