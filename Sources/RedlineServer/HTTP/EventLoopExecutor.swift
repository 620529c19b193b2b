import NIOCore

/// Runs tasks on an event loop's own thread.
///
/// A small request that is parsed where it was read, and answered where it is written, needs no
/// other thread: changing threads took longer than what redline does to a record.
final class EventLoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) {
        self.loop = loop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { [self] in job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
}
