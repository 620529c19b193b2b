import HummingbirdCore
import Logging
import NIOCore

/// A channel whose requests are served on the thread of its event loop.
///
/// What takes long must leave it: see `Dispatcher`.
struct EventLoopChannel<Base: ServerChildChannel>: ServerChildChannel {
    let base: Base

    init(_ base: Base) {
        self.base = base
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
        base.setup(channel: channel, logger: logger)
    }

    func handle(value: Base.Value, logger: Logger) async {
        await withTaskExecutorPreference(EventLoopExecutor(value.channel.eventLoop)) {
            await base.handle(value: value, logger: logger)
        }
    }
}
