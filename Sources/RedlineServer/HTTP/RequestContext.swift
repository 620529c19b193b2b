import Hummingbird
import Logging
import NIOCore

/// What goes with a request through the router.
struct RedlineRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// By what the request is found in the log.
    let requestID: String

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        var random = SystemRandomNumberGenerator()
        let word = UInt64.random(in: .min ... .max, using: &random)
        requestID = String(word, radix: 36)
    }
}
