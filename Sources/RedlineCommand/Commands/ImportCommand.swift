import ArgumentParser
import Foundation
import Redline
import RedlineGzip
import RedlineImport
import RedlineStorage

/// The command `redline import`.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Record what another program has exported.",
        discussion: """
            SOURCE is langfuse, phoenix, openai-batch or csv; files that belong together, such as \
            traces and scores, are given together. Ids come of the source's, so that an import can \
            simply be run again. What is refused is named on standard error; the exit status is 2 \
            then.
            """
    )

    @OptionGroup var database: DatabaseOptions
    @Argument(help: "Where the files come from.")
    var source: ImportSource
    @Argument(help: "The files; they may be gzip.")
    var files: [String]
    @Option(help: "The owner of records that name none.")
    var owner: Owner?
    @Option(
        help: ArgumentHelp(
            "Where the source names the owner, such as metadata.customer.",
            valueName: "path"
        )
    )
    var ownerFrom: String?
    @Option(
        help: ArgumentHelp(
            "Which member a column of CSV becomes; nothing after = leaves it out.",
            valueName: "column=member"
        )
    )
    var map: [String] = []
    @Flag(help: "Show how the first records would be recorded, and record nothing.")
    var dryRun = false
    @Option(help: ArgumentHelp("Keep refused records in this file.", valueName: "file"))
    var rejects: String?
    @OptionGroup var redacting: RedactionOptions

    /// The records that `--dry-run` shows.
    private static let shownRecords = 3
    /// The most bytes of a file, unpacked: 1 GiB.
    private static let fileLimit = 1 << 30

    func validate() throws {
        guard map.isEmpty || source == .csv else {
            throw ValidationError("--map is for csv")
        }
        _ = try members
    }

    func run() async throws {
        let read = try files.map { ($0, try Self.bytes(ofFile: $0)) }
        let settings = ImportSettings(ownerPath: ownerFrom, members: try members)
        let imported: [ImportedFile]
        do throws(ImportError) {
            imported = try Import.files(read, from: source, settings)
        } catch {
            throw ValidationError("\(error)")
        }
        for file in imported {
            for note in file.notes { Messages.say("\(file.name): \(note)") }
        }
        guard !dryRun else {
            try show(imported)
            return
        }
        let place = try await RecordingPlace(database, redacting)
        defer { place.cancel() }
        let ingest = place.ingest(fallback: owner)
        var recording = try FileRecording(place, rejects: rejects)
        for file in imported {
            try await recording.record(file.name) { rejected, progress in
                try await ingest.run(
                    converted: file.items.map(Ingest.Converted.init),
                    rejected: rejected,
                    progress: progress
                )
            }
        }
        try await recording.finish()
    }

    /// Shows the first records, and counts what would become of all.
    private func show(_ imported: [ImportedFile]) throws {
        var context = RecordContext(owner: owner)
        context.isOwnerFallback = true
        var (good, refused) = (0, 0)
        for file in imported {
            for item in file.items {
                do {
                    let document = try Self.record(item, context)
                    good += 1
                    if good <= Self.shownRecords {
                        try Terminal.write(IndentedJSON.text(of: document.root))
                    }
                } catch let refusal as Refusal {
                    refused += 1
                    Messages.say("\(file.name):\(refusal.line): \(refusal.reason)")
                }
            }
        }
        Messages.say("\(good) would be recorded, \(refused) would be refused")
        if refused > 0 { throw ExitCode(2) }
    }

    private struct Refusal: Error {
        let line: Int
        let reason: String
    }

    private static func record(
        _ item: ImportedFile.Item,
        _ context: RecordContext
    ) throws -> JSONDocument {
        switch item {
        case .refused(let line, let reason, _): throw Refusal(line: line, reason: reason)
        case .record(let line, let text):
            do {
                let document = try JSONDocument(parsing: text)
                _ = try PreparedRecord(
                    document,
                    context: context,
                    acceptedAt: .now,
                    redaction: nil
                )
                return document
            } catch {
                throw Refusal(line: line, reason: "\(error)")
            }
        }
    }

    private var members: [(column: String, member: String)] {
        get throws {
            try map.map { text in
                guard let equals = text.lastIndex(of: "="), equals > text.startIndex else {
                    throw ValidationError("--map takes column=member, not \(text)")
                }
                return (String(text[..<equals]), String(text[text.index(after: equals)...]))
            }
        }
    }

    private static func bytes(ofFile path: String) throws -> [UInt8] {
        let bytes: [UInt8]
        do {
            let handle =
                path == "-"
                ? FileHandle.standardInput
                : try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            bytes = Array(try handle.readToEnd() ?? Data())
        } catch {
            throw CommandError("\(path): it cannot be read")
        }
        guard Gzip.isGzip(bytes) else { return bytes }
        do {
            return try Gzip.inflate(bytes, limit: fileLimit)
        } catch let error as GzipError {
            throw CommandError("\(path): \(error)")
        }
    }
}

extension ImportSource: ExpressibleByArgument {}

extension Ingest.Converted {
    fileprivate init(_ item: ImportedFile.Item) {
        self =
            switch item {
            case .record(let line, let text): .record(line: line, text: text)
            case .refused(let line, let reason, let text):
                .refused(line: line, reason: reason, text: text)
            }
    }
}
