import NIOCore
import NIOHTTPTypes
import Synchronization

/// Notices when a caller goes away while its answer is being made.
///
/// Somebody who waits for another server would otherwise only learn of it with the next write.
final class CallerDeparture: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart

    private struct State {
        var hasGone = false
        /// The task that makes the answer, only as long as it does.
        var task: TaskReference?
    }

    /// A task that is certain to be there yet.
    private struct TaskReference: @unchecked Sendable {
        let task: UnsafeCurrentTask
    }

    private let state = Mutex(State())

    /// Does some work, whose task is cancelled at once when the caller goes.
    func cancelling<Value: Sendable>(
        _ work: () async throws -> Value
    ) async throws -> Value {
        try await withUnsafeCurrentTask { task in
            let reference = task.map { TaskReference(task: $0) }
            let isLate = state.withLock { state in
                state.task = reference
                return state.hasGone
            }
            // Nobody holds the task beyond its own work.
            defer { state.withLock { $0.task = nil } }
            if isLate { task?.cancel() }
            return try await work()
        }
    }

    private func leave() {
        state.withLock { state in
            state.hasGone = true
            state.task?.task.cancel()
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event as? ChannelEvent == .inputClosed { leave() }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
        context.fireChannelInactive()
    }
}
