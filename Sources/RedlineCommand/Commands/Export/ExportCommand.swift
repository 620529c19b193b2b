import ArgumentParser
import Foundation
import Redline
import RedlineAnalytics
import RedlineExport
import RedlineRendering

/// The command `redline export`.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Summarise a document, edit its data and make the file.",
        discussion: """
            DOCUMENT.json has extracted_data and their source, as PUT /api/v1/docs takes them. The \
            AI summarises them (REDLINE_AI_URL; the built-in summariser without it), your editor \
            (VISUAL, EDITOR) opens on the data, and the file is made of what you leave. Each stage \
            is recorded. An export that was interrupted goes on with --workflow.
            """
    )

    @OptionGroup var database: DatabaseOptions
    @Argument(
        help: ArgumentHelp("The document; - for standard input.", valueName: "document.json")
    )
    var document: String?
    @Option(help: "An export that was begun, in the place of a document.")
    var workflow: String?
    @Option(help: "Whose document it is.")
    var owner: Owner
    @Option(
        help: ArgumentHelp(
            "The document's id; its document_id or the name of its file without it.",
            valueName: "id"
        )
    )
    var documentID: String?
    @Option(
        help: ArgumentHelp("The data as they were edited already, in a file.", valueName: "file")
    )
    var edited: String?
    @Flag(
        inversion: .prefixedNo,
        help: "Open the editor, or take the data as they are; on a terminal it is opened."
    )
    var edit: Bool?
    @OptionGroup var file: FileOptions
    @OptionGroup var exporting: ExportOptions
    @OptionGroup var redacting: RedactionOptions
    @OptionGroup var spooling: SpoolOptions

    func validate() throws {
        guard (document == nil) != (workflow == nil) else {
            throw ValidationError("export takes a document, or --workflow")
        }
        guard edited == nil || edit != true else {
            throw ValidationError("--edited has the data, so that there is nothing to --edit")
        }
        if let workflow, WorkflowID(workflow) == nil {
            throw ValidationError("\(workflow) is no workflow id: a UUID is needed")
        }
    }

    func run() async throws {
        // What cannot be read is said before anything is recorded.
        let sent = try document.map { try Self.read($0) }
        let ready = try edited.map { try Self.read($0) }
        try await ExportSession.run(
            on: database,
            spooling: spooling,
            redacting: redacting,
            exporting: exporting
        ) { session in
            let started = try await begin(sent, session)
            guard !started.isWaiting else {
                throw CommandError(
                    "the database went away: the first stage waits in the spool, and redline spool "
                        + "drain puts it in; then --workflow \(started.workflowID) goes on"
                )
            }
            show(started)
            let finished: FinishedExport
            do {
                finished = try await finish(started, ready, session)
            } catch let error as CommandError {
                Messages.say("--workflow \(started.workflowID) goes on with this export.")
                throw error
            }
            try file.put(finished)
        }
    }

    private func begin(
        _ sent: JSONDocument?,
        _ session: ExportSession
    ) async throws
        -> StartedExport
    {
        let actor = AuditActor.operatingSystemUser
        if let id = workflow.flatMap({ WorkflowID($0) }) {
            return try await session.workflows.started(id, as: .owner(owner), by: actor)
        }
        guard let sent else { throw CommandError("export takes a document, or --workflow") }
        let named = documentID ?? sent.root["document_id"]?.string ?? stem
        guard let id = DocumentID(named) else {
            throw CommandError("the document's id must be \(DocumentID.rule)")
        }
        let extracted = try session.intake.document(sent, id: id, RecordContext(owner: owner))
        let time = Timestamp.now
        var random = SystemRandomNumberGenerator()
        return try await session.workflows.start(
            extracted,
            as: WorkflowID(at: time, using: &random),
            at: time,
            access: .owner(owner),
            by: actor
        )
    }

    private func finish(
        _ started: StartedExport,
        _ ready: JSONDocument?,
        _ session: ExportSession
    ) async throws -> FinishedExport {
        var modified = ready
        var seconds: Double?
        if modified == nil, edit ?? (isatty(STDIN_FILENO) == 1), let data = started.extractedData {
            let result = try Editor().edit(data)
            (modified, seconds) = (result.data, result.seconds)
        }
        var json = JSONWriter()
        json.beginObject()
        json.name("export_workflow_id")
        json.string("\(started.workflowID)")
        if let modified {
            json.name("modified_data")
            json.raw(modified.root.text)
        }
        if let seconds {
            json.name("editing_time_seconds")
            json.number(seconds)
        }
        json.name("user_preferences")
        json.preferences(
            format: file.formatName ?? "pdf",
            template: file.template,
            instructions: file.instructions
        )
        json.endObject()
        return try await session.workflows.finish(
            ExportReview(
                JSONDocument(parsing: json.bytes),
                context: RecordContext(owner: owner)
            ),
            started.workflowID,
            .review,
            as: .owner(owner),
            by: .operatingSystemUser
        )
    }

    private func show(_ started: StartedExport) {
        let model = started.metadata?["ai_model"]?.string ?? "–"
        Messages.say("Workflow \(started.workflowID), summarised by \(DisplayText.escaped(model)):")
        let summary = started.summary?["executive_summary"]?.string ?? ""
        Messages.say(DisplayText.escaped(summary, keepingLines: true))
    }

    private var stem: String {
        let name = document?.split(separator: "/").last.map(String.init) ?? ""
        return name.hasSuffix(".json") ? String(name.dropLast(5)) : name
    }

    private static func read(_ path: String) throws -> JSONDocument {
        let bytes: [UInt8]
        do {
            bytes =
                path == "-"
                ? [UInt8](try FileHandle.standardInput.readToEnd() ?? Data())
                : [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw CommandError("\(path) cannot be read")
        }
        do {
            return try JSONDocument(parsing: bytes)
        } catch {
            throw CommandError("\(path) is not JSON: \(error)")
        }
    }
}

extension JSONWriter {
    /// The members of `user_preferences` that a command has options for.
    mutating func preferences(format: String, template: String?, instructions: String?) {
        beginObject()
        name("export_format")
        string(format)
        if let template {
            name("document_template")
            string(template)
        }
        if let instructions {
            name("transformation_instructions")
            string(instructions)
        }
        endObject()
    }
}
