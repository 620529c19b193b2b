import ArgumentParser
import Foundation
import RedlineClient
import RedlineGzip
import RedlineStorage

/// Records files one after the other: names what is refused and keeps it, shows how far it is, and
/// sums up.
struct FileRecording {
    private let place: RecordingPlace
    private let kept: RejectsFile?
    private var total = Ingest.Tally()
    /// The bytes of all files; nil where not known, as of standard input.
    private let size: Int?

    /// - Parameters:
    ///   - place: Where to record.
    ///   - files: The files that are to be recorded, where what is in them is recorded as it is.
    ///   - rejects: The file that keeps what is refused.
    /// - Throws: `CommandError` where that file cannot be written.
    init(_ place: RecordingPlace, files: [String]? = nil, rejects: String?) throws {
        self.place = place
        let sizes = files?.map(IngestProgress.size(of:)) ?? [nil]
        size = sizes.contains(nil) ? nil : sizes.compactMap(\.self).reduce(0, +)
        kept = try rejects.map { try RejectsFile(path: $0) }
    }

    /// Records a file with an ingest.
    ///
    /// - Throws: `CommandError` where the file cannot be read, and what the ingest throws.
    mutating func record(
        _ file: String,
        _ body: (
            _ rejected: (Ingest.Rejection) throws -> Void,
            _ progress: (Ingest.Tally) -> Void
        ) async throws -> Ingest.Tally
    ) async throws {
        let progress = IngestProgress(file: file)
        let (bytes, lines) = (total.bytes, total.lines)
        do {
            let tally = try await body(
                { rejection in
                    progress.clear()
                    Messages.say("\(file):\(rejection.line): \(rejection.reason)")
                    try kept?.keep(rejection.text)
                },
                { tally in
                    progress.show(tally)
                    if let size, bytes + tally.bytes > 0 {
                        let left = Double(max(0, size - bytes - tally.bytes))
                        let read = Double(bytes + tally.bytes)
                        place.expect(Int(Double(lines + tally.lines) * left / read))
                    }
                }
            )
            progress.clear()
            total.accepted += tally.accepted
            total.duplicates += tally.duplicates
            total.rejected += tally.rejected
            total.measuredLater += tally.measuredLater
            total.bytes += tally.bytes
        } catch let error as LineReaderError {
            await place.close()
            throw CommandError("\(file): \(error)")
        } catch let error as GzipError {
            await place.close()
            throw CommandError("\(file): \(error); what came before it is recorded")
        } catch let error as ServiceFault {
            progress.clear()
            await place.close()
            throw CommandError("\(file): \(error); run it again to go on")
        }
    }

    /// Sums up, and ends with 2 where something was refused.
    func finish() async throws {
        await place.close()
        Messages.say(
            "\(total.accepted) recorded, \(total.duplicates) recorded before, "
                + "\(total.rejected) refused"
        )
        try await place.catchUp(measuredLater: total.measuredLater)
        if total.rejected > 0 { throw ExitCode(2) }
    }
}

/// The file that keeps refused lines.
private final class RejectsFile {
    private let handle: FileHandle

    init(path: String) throws {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else { throw CommandError("\(path) cannot be written") }
        self.handle = handle
    }

    func keep(_ line: [UInt8]) throws {
        guard !line.isEmpty else { return }
        try handle.write(contentsOf: Data(line + [UInt8(ascii: "\n")]))
    }
}
