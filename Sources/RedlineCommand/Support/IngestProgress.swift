import Foundation
import RedlineStorage

/// The progress of an ingest, on a terminal.
struct IngestProgress {
    private let file: String
    /// The file's size in bytes; nil where it is not known, as of standard input.
    private let size: Int?
    private let started = ContinuousClock.now

    init(file: String) {
        self.file = file
        size = Self.size(of: file)
    }

    /// A file's size in bytes; nil where it is not known.
    static func size(of file: String) -> Int? {
        guard file != "-" else { return nil }
        let attributes = try? FileManager.default.attributesOfItem(atPath: file)
        // Of a pipe nobody knows what is to come.
        guard attributes?[.type] as? FileAttributeType == .typeRegular else { return nil }
        return attributes?[.size] as? Int
    }

    func show(_ tally: Ingest.Tally) {
        guard Terminal.showsProgress else { return }
        let seconds = (ContinuousClock.now - started) / .seconds(1)
        let rate = seconds > 0 ? Int(Double(tally.lines) / seconds) : 0
        var text = "\(file): \(tally.lines) records, \(rate) a second"
        if let size, size > 0 {
            let share = min(1, Double(tally.bytes) / Double(size))
            let filled = Int(share * 24)
            let bar = String(repeating: "█", count: filled)
            let rest = String(repeating: "░", count: 24 - filled)
            text = "\(bar)\(rest) \(Int(share * 100)) %  " + text
        }
        Messages.replaceLine(text)
    }

    func clear() {
        if Terminal.showsProgress { Messages.replaceLine("") }
    }
}
