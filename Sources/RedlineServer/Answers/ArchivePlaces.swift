import Synchronization

/// So many archives are made at once: each has a connection and room on the disk for as long as it
/// takes.
final class ArchivePlaces: Sendable {
    private static let most = 2
    private let taken = Mutex(0)

    func take() -> Bool {
        taken.withLock { count in
            guard count < Self.most else { return false }
            count += 1
            return true
        }
    }

    func giveBack() {
        taken.withLock { $0 -= 1 }
    }
}

extension Problem {
    /// That no further archive is made just now.
    static var noPlace: Problem { .busy("other exports are being made; try again in a while") }
}
