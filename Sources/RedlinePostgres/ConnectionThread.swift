import Foundation

/// An executor with one thread of its own, on which libpq may block.
///
/// An actor that does little but use a connection may share the connection's thread, and then need
/// not change threads for each call. The thread keeps the executor alive until `stop` was called
/// and every job is done.
public final class ConnectionThread: SerialExecutor {
    private let condition = NSCondition()
    private nonisolated(unsafe) var jobs: [UnownedJob] = []
    private nonisolated(unsafe) var isStopped = false

    /// Starts a thread.
    public init(name: String) {
        let thread = Thread { [self] in run() }
        thread.name = name
        thread.start()
    }

    /// Runs a job after those that wait already.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        condition.lock()
        jobs.append(job)
        condition.signal()
        condition.unlock()
    }

    /// Ends the thread after the jobs that wait; nothing may be enqueued any more.
    public func stop() {
        condition.lock()
        isStopped = true
        condition.signal()
        condition.unlock()
    }

    private func run() {
        while let batch = next() {
            for job in batch {
                job.runSynchronously(on: asUnownedSerialExecutor())
            }
        }
    }

    private func next() -> [UnownedJob]? {
        condition.lock()
        defer { condition.unlock() }
        while jobs.isEmpty {
            if isStopped {
                return nil
            }
            condition.wait()
        }
        let batch = jobs
        jobs.removeAll(keepingCapacity: true)
        return batch
    }
}
