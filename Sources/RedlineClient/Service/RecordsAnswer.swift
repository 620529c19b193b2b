import Redline

/// What a service says of records that it was sent.
public struct RecordsAnswer: Sendable {
    /// A record that was not taken.
    public struct Rejection: Sendable {
        /// The number of its line, from 1.
        public let line: Int
        /// What is wrong with it.
        public let detail: String
        /// The rules that it breaks, where it breaks rules.
        public let faults: [RecordFault]
    }

    /// Records that are stored now.
    public let accepted: Int
    /// Records that were stored before.
    public let duplicates: Int
    /// Records among the accepted that wait on the service's disk for its database.
    public let spooled: Int
    /// Records among the accepted of which something is measured later.
    public let measuredLater: Int
    /// Those that were not taken, by their lines.
    public let rejections: [Rejection]

    /// Reads an answer to so many lines; nil where it does not account for each of them.
    init?(_ body: [UInt8], lines: Int) {
        guard let root = try? JSONDocument(parsing: body).root,
            let accepted = root["accepted"]?.integer, let duplicates = root["duplicates"]?.integer,
            let rejected = root["rejected"]?.integer, let errors = root["errors"]?.elements,
            accepted + duplicates + rejected == lines, errors.count == rejected
        else { return nil }
        self.accepted = accepted
        self.duplicates = duplicates
        spooled = root["spooled"]?.integer ?? 0
        measuredLater = root["measured_later"]?.integer ?? 0
        rejections = errors.compactMap { error in
            guard let line = error["line"]?.integer, (1...lines).contains(line),
                let detail = error["detail"]?.string
            else { return nil }
            let faults = error["errors"]?.elements.compactMap(RecordFault.init) ?? []
            return Rejection(line: line, detail: detail, faults: faults)
        }
        guard Set(rejections.map(\.line)).count == rejected else { return nil }
    }
}
