import ArgumentParser
import Foundation
import Redline
import RedlineGzip
import RedlineStorage

/// The command `redline ingest`.
struct IngestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest",
        abstract: "Record NDJSON of export stages and interactions, a record a line.",
        discussion: """
            Files may be gzip. What is recorded already is counted as a duplicate and not stored \
            again, so that an import that broke off can simply be run again; records without an id \
            and a time of their own are new each time. Refused lines are named on standard error; the exit status is 2 then.
            """
    )

    @OptionGroup var database: DatabaseOptions
    @Argument(help: "Files, or - for standard input.")
    var files: [String] = ["-"]
    @Option(help: "The owner of records that name none.")
    var owner: Owner?
    @Option(help: ArgumentHelp("Keep refused lines in this file.", valueName: "file"))
    var rejects: String?
    @OptionGroup var redacting: RedactionOptions

    func run() async throws {
        let opened = try await database.open()
        try await opened.requireCurrentSchema()
        let writers = [RecordWriter(opened.options()), RecordWriter(opened.options())]
        var context = RecordContext(owner: owner)
        context.isOwnerFallback = true
        let redaction = try await redacting.redaction(for: opened, isAway: false)
        let ingest = Ingest(writers, context: context, redaction: redaction)
        let kept = try rejects.map { try RejectsFile(path: $0) }
        var total = Ingest.Tally()
        // The roll-ups go along, so that they are nearly there when the last record is.
        let rollingUp = RollingUpBeside(opened)
        defer { rollingUp.cancel() }
        for file in files {
            let progress = IngestProgress(file: file)
            do {
                let tally = try await ingest.run(path: file) { rejection in
                    progress.clear()
                    Messages.say("\(file):\(rejection.line): \(rejection.reason)")
                    try kept?.keep(rejection.text)
                } progress: {
                    progress.show($0)
                }
                progress.clear()
                total.accepted += tally.accepted
                total.duplicates += tally.duplicates
                total.rejected += tally.rejected
                total.measuredLater += tally.measuredLater
            } catch let error as LineReaderError {
                for writer in writers { await writer.close() }
                throw CommandError("\(file): \(error)")
            } catch let error as GzipError {
                for writer in writers { await writer.close() }
                throw CommandError("\(file): \(error); what came before it is recorded")
            }
        }
        for writer in writers { await writer.close() }
        Messages.say(
            "\(total.accepted) recorded, \(total.duplicates) recorded before, "
                + "\(total.rejected) refused"
        )
        if total.measuredLater > 0 {
            Messages.say("Measuring \(total.measuredLater) that take long ...")
            try await MeasureCommand.measure(opened)
        }
        try await rollingUp.finish()
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
