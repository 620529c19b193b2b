import Redline
import RedlineStorage

/// What lies in the folder of files, for Prometheus.
///
/// All rows are counted for it: once a minute is enough, however often somebody asks.
actor FilesGauges {
    private let files: FolderFiles?
    private let presence: DatabasePresence
    private var last: (sizes: (files: Int, bytes: Int, due: Int), at: Timestamp)?

    private static let memoryMicroseconds: Int64 = 60_000_000

    init(_ files: FolderFiles?, presence: DatabasePresence) {
        self.files = files
        self.presence = presence
    }

    /// The gauges; nothing where there is no folder, or nothing is known of it yet.
    func text() async -> String {
        guard let files else { return "" }
        let now = Timestamp.now
        let isKnown = last.map { now.isWithin(Self.memoryMicroseconds, of: $0.at) } ?? false
        if !isKnown, !presence.isAway, let sizes = try? await files.sizes() { last = (sizes, now) }
        guard let sizes = last?.sizes else { return "" }
        var text = PrometheusText()
        text.gauge(
            "redline_files",
            "Files in the folder that the database knows of.",
            Double(sizes.files)
        )
        text.gauge("redline_files_bytes", "The bytes of those that rows name.", Double(sizes.bytes))
        text.gauge(
            "redline_files_due",
            "Files among them that wait to be removed.",
            Double(sizes.due)
        )
        return text.text
    }
}
