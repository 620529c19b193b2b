import RedlineWeb
import Synchronization

/// What is learned of a request on its way, for its line in the log.
final class RequestNotes: Sendable {
    private struct Notes {
        var route: String?
        var keyID: String?
        var isPassedOn = false
        var visitor: Visitor?
        var cookie: String?
    }

    private let notes = Mutex(Notes())

    /// The pattern of the route that took it, never the path, which may name a workflow.
    var route: String? {
        get { notes.withLock(\.route) }
        set { notes.withLock { $0.route = newValue } }
    }

    /// Whether the answer is that of an upstream.
    var isPassedOn: Bool {
        get { notes.withLock(\.isPassedOn) }
        set { notes.withLock { $0.isPassedOn = newValue } }
    }

    /// Who looks at a page, so that they keep their way around where it fails.
    var visitor: Visitor? {
        get { notes.withLock(\.visitor) }
        set { notes.withLock { $0.visitor = newValue } }
    }

    /// What a browser that was not known yet is given, whatever it is answered.
    var cookie: String? {
        get { notes.withLock(\.cookie) }
        set { notes.withLock { $0.cookie = newValue } }
    }

    /// The id of the key that it came with, as `redline keys list` shows it.
    var keyID: String? {
        get { notes.withLock(\.keyID) }
        set { notes.withLock { $0.keyID = newValue } }
    }
}
