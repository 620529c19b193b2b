import Foundation

/// Threads of their own on which files are rendered, or read from a folder, which blocks: those of
/// Swift's concurrency are for what does not.
///
/// They stay, because a thread that renders again has its fonts at hand.
final class BlockingThreads: Sendable {
    private let condition = NSCondition()
    private nonisolated(unsafe) var jobs: [@Sendable () -> Void] = []
    private nonisolated(unsafe) var isStopped = false

    /// The files that are rendered at once; further ones wait.
    static let standardCount = 2

    /// Starts so many threads, whose names begin so.
    init(_ count: Int = BlockingThreads.standardCount, named name: String) {
        for number in 1...count {
            let thread = Thread { [self] in run() }
            thread.name = "\(name)-\(number)"
            // Pango's line breaking and Cairo's fonts take more than half a megabyte in debug builds.
            thread.stackSize = 8 << 20
            thread.start()
        }
    }

    /// Does work on one of the threads, after what waits already.
    func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value
    {
        try await withCheckedThrowingContinuation { continuation in
            enqueue { continuation.resume(with: Result { try work() }) }
        }
    }

    /// Ends the threads after the work that waits; nothing may be asked of them any more.
    func stop() {
        condition.lock()
        isStopped = true
        condition.broadcast()
        condition.unlock()
    }

    private func enqueue(_ job: @escaping @Sendable () -> Void) {
        condition.lock()
        jobs.append(job)
        condition.signal()
        condition.unlock()
    }

    private func run() {
        while let job = next() { job() }
    }

    private func next() -> (@Sendable () -> Void)? {
        condition.lock()
        defer { condition.unlock() }
        while jobs.isEmpty {
            if isStopped { return nil }
            condition.wait()
        }
        return jobs.removeFirst()
    }
}
