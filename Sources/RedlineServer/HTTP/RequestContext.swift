import Hummingbird
import Logging
import NIOCore

/// What goes with a request through the router.
struct RedlineRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage

    /// What is learned of the request on its way.
    let notes = RequestNotes()
    /// Where the request came from, and how to end it.
    let channel: any Channel
    /// The address that the request came from, without its port.
    var address: String { channel.remoteAddress?.ipAddress ?? "" }

    /// By what the request is found in the log; the answer carries it too.
    ///
    /// Always of 32 digits: the library leaves out the zeros in front.
    var requestID: String { String(repeating: "0", count: max(0, 32 - id.utf8.count)) + id }

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }
}
