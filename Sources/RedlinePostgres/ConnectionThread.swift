import Foundation

/// An executor with one thread of its own, on which libpq may block.
///
/// An actor that does little but use a connection may share the connection's thread, and then need
/// not change threads for each call. The thread keeps the executor alive until `stop` was called
/// and every job is done.
public final class ConnectionThread: SerialExecutor {
    private struct Job {
        let job: UnownedJob
        /// Whose task it is; nil for a job of an actor.
        let tasks: ConnectionTasks?
    }

    private let condition = NSCondition()
    private nonisolated(unsafe) var jobs: [Job] = []
    private nonisolated(unsafe) var isStopped = false
    private nonisolated(unsafe) var isIdle = false
    private nonisolated(unsafe) var identity: pthread_t?

    /// Starts a thread.
    public init(name: String) {
        let thread = Thread { [self] in run() }
        thread.name = name
        thread.start()
    }

    /// Runs a job after those that wait already.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = Job(job: UnownedJob(job), tasks: nil)
        condition.withLock { jobs.append(job) }
        condition.signal()
    }

    /// Runs a task's job where the thread waits for one, or is the one that asks and has no other;
    /// otherwise false: what is to be done first may take as long as the database does.
    func take(_ job: UnownedJob, of tasks: ConnectionTasks) -> Bool {
        let isTaken = condition.withLock {
            let isHere = identity.map { pthread_equal($0, pthread_self()) != 0 } ?? false
            guard jobs.isEmpty, isHere || (isIdle && !isStopped) else { return false }
            jobs.append(Job(job: job, tasks: tasks))
            return true
        }
        if isTaken { condition.signal() }
        return isTaken
    }

    /// Ends the thread after the jobs that wait; nothing may be enqueued any more.
    public func stop() {
        condition.withLock { isStopped = true }
        condition.signal()
    }

    private func run() {
        condition.withLock { identity = pthread_self() }
        while let next = next() {
            if let tasks = next.tasks {
                next.job.runSynchronously(on: tasks.asUnownedTaskExecutor())
            } else {
                next.job.runSynchronously(on: asUnownedSerialExecutor())
            }
        }
    }

    private func next() -> Job? {
        condition.lock()
        defer { condition.unlock() }
        isIdle = true
        defer { isIdle = false }
        while jobs.isEmpty {
            if isStopped {
                // Another thread may be given the same identity.
                identity = nil
                return nil
            }
            condition.wait()
        }
        return jobs.removeFirst()
    }
}

/// Runs tasks on the thread of a connection while it has nothing else to do, and elsewhere while it
/// waits for the database.
///
/// For what goes on when the database has answered: it need not change threads for that, and yet
/// nobody who stops waiting for the database is held up by who does not.
public final class ConnectionTasks: TaskExecutor {
    private let thread: ConnectionThread

    /// Creates an executor beside that of the thread.
    public init(_ thread: ConnectionThread) {
        self.thread = thread
    }

    /// Runs a job.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        guard !thread.take(job, of: self) else { return }
        DispatchQueue.global().async { [self] in
            job.runSynchronously(on: asUnownedTaskExecutor())
        }
    }
}
