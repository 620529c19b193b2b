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
    /// Always of 32 digits.
    var requestID: String { id }

    /// The name that the library gives the id in the log.
    private static let idName = "hb.request.id"
    private static let digits = 32

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
        // The library leaves out the zeros in front, which some processes' ids have.
        let given = id
        if given.utf8.count < Self.digits {
            let zeros = String(repeating: "0", count: Self.digits - given.utf8.count)
            logger[metadataKey: Self.idName] = "\(zeros + given)"
        }
    }
}
