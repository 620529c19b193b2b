import Redline
import RedlineRendering

/// A time as people read it.
enum Moment {
    /// Day and time to the second, in UTC, that programs can read as well.
    static func text(_ time: Timestamp) -> HTML {
        let text = "\(time)"
        return
            "<time datetime=\"\(text)\">\(String(text.prefix(10) + " " + text.dropFirst(11).prefix(8)))</time>"
    }
}
