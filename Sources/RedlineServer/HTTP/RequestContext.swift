import Hummingbird
import Logging
import NIOCore

/// What goes with a request through the router.
struct RedlineRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage

    /// By what the request is found in the log; the answer carries it too.
    var requestID: String { id }

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
    }
}
