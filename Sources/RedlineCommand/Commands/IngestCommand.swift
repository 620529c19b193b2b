import ArgumentParser
import Redline

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
        let place = try await RecordingPlace(database, redacting)
        defer { place.cancel() }
        let ingest = place.ingest(fallback: owner)
        var recording = try FileRecording(place, files: files, rejects: rejects)
        for file in files {
            try await recording.record(file) { rejected, progress in
                try await ingest.run(path: file, rejected: rejected, progress: progress)
            }
        }
        try await recording.finish()
    }
}
