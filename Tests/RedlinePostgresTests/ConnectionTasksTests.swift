import Foundation
import RedlinePostgres
import Testing

@Suite("Tasks beside a connection's thread", .timeLimit(.minutes(1)))
struct ConnectionTasksTests {
    /// An actor on a thread of its own, whose work may take until somebody lets it go on.
    private actor Worker {
        private nonisolated let thread = ConnectionThread(name: "worker")
        nonisolated let tasks: ConnectionTasks

        init() { tasks = ConnectionTasks(thread) }

        deinit { thread.stop() }

        nonisolated var unownedExecutor: UnownedSerialExecutor {
            thread.asUnownedSerialExecutor()
        }

        func place() -> UInt { Here.place }

        func block(until end: Gate, begun: Gate) {
            begun.open()
            end.wait()
        }
    }

    private enum Here {
        /// The thread that asks.
        static var place: UInt { UInt(pthread_self()) }
    }

    private final class Gate: Sendable {
        private let semaphore = DispatchSemaphore(value: 0)

        func open() { semaphore.signal() }

        func wait() { semaphore.wait() }
    }

    @Test("run on that thread while it is free, before and after they waited for it")
    func free() async {
        let worker = Worker()
        let thread = await worker.place()
        for _ in 0..<200 {
            // The thread is free as soon as it has gone back to waiting.
            try? await Task.sleep(for: .milliseconds(1))
            let places = await Task(executorPreference: worker.tasks) {
                let before = Here.place
                let during = await worker.place()
                return [before, during, Here.place]
            }.value
            #expect(places == [thread, thread, thread])
        }
    }

    @Test("go on elsewhere while it is not")
    func busy() async {
        let worker = Worker()
        let thread = await worker.place()
        let (begun, end) = (Gate(), Gate())
        let blocked = Task { await worker.block(until: end, begun: begun) }
        begun.wait()
        let places = await withTaskGroup(of: UInt.self) { group in
            for _ in 0..<20 {
                group.addTask(executorPreference: worker.tasks) {
                    await Task.yield()
                    return Here.place
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(places.count == 20)
        #expect(!places.contains(thread))
        end.open()
        await blocked.value
    }
}
