/// Reads server-sent events, however their bytes are cut up.
///
/// Comments, unknown fields and a byte order mark are passed over; lines end with LF, CR or both.
public struct ServerSentEvents: Sendable {
    /// An event: its name, empty where it has none, and its data.
    public struct Event: Equatable, Sendable {
        /// The event's name.
        public var name = ""
        /// Its data, the lines joined with LF.
        public var data: [UInt8] = []

        /// Creates an event.
        public init(name: String = "", data: [UInt8] = []) {
            self.name = name
            self.data = data
        }
    }

    private var line: [UInt8] = []
    private var event = Event()
    private var hasData = false
    private var isBehindCR = false
    private var isFirstLine = true

    /// Makes a reader at the start of a stream.
    public init() {}

    /// The bytes that wait for the end of their event.
    public var waitingBytes: Int { line.count + event.data.count }

    /// Takes some bytes; gives the events that are complete with them.
    public mutating func feed(_ bytes: some Sequence<UInt8>) -> [Event] {
        var events: [Event] = []
        for byte in bytes {
            let isRestOfEnd = isBehindCR && byte == UInt8(ascii: "\n")
            isBehindCR = byte == UInt8(ascii: "\r")
            if isRestOfEnd { continue }
            if isBehindCR || byte == UInt8(ascii: "\n") {
                if let complete = endLine() { events.append(complete) }
            } else {
                line.append(byte)
            }
        }
        return events
    }

    /// The event that the end of the stream completes: some servers leave out the last line's end.
    public mutating func finish() -> Event? {
        if !line.isEmpty { _ = endLine() }
        return endLine()
    }

    private mutating func endLine() -> Event? {
        defer { line.removeAll(keepingCapacity: true) }
        if isFirstLine, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        isFirstLine = false
        guard !line.isEmpty else {
            defer {
                event = Event()
                hasData = false
            }
            return hasData ? event : nil
        }
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        var value = line[colon...].dropFirst()
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        if line[..<colon].elementsEqual("data".utf8) {
            if hasData { event.data.append(UInt8(ascii: "\n")) }
            event.data += value
            hasData = true
        } else if line[..<colon].elementsEqual("event".utf8) {
            event.name = String(decoding: value, as: UTF8.self)
        }
        return nil
    }
}
