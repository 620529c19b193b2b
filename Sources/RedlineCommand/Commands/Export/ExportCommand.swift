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
        try await ExportPlace.run(
            for: owner,
            on: database,
            spooling: spooling,
            redacting: redacting,
            exporting: exporting
        ) { desk in
            let begun = try await begin(sent, desk)
            if let waiting = begun.waiting { throw CommandError(waiting) }
            begun.show()
            let finished: FinishedExport
            do {
                finished = try await desk.finish(try review(of: begun, ready), of: begun)
            } catch let error as CommandError {
                Messages.say("--workflow \(begun.workflowID) goes on with this export.")
                throw error
            }
            try file.put(finished)
        }
    }

    private func begin(
        _ sent: JSONDocument?,
        _ desk: any ExportDesk
    ) async throws -> BegunExport {
        if let id = workflow.flatMap({ WorkflowID($0) }) { return try await desk.begun(id) }
        guard let sent else { throw CommandError("export takes a document, or --workflow") }
        let named = documentID ?? sent.root["document_id"]?.string ?? stem
        guard let id = DocumentID(named) else {
            throw CommandError("the document's id must be \(DocumentID.rule)")
        }
        return try await desk.begin(sent, as: id)
    }

    /// What the person makes of the data, as the second request of an export takes it.
    private func review(of begun: BegunExport, _ ready: JSONDocument?) throws -> [UInt8] {
        var modified = ready
        var seconds: Double?
        if modified == nil, edit ?? (isatty(STDIN_FILENO) == 1), let data = begun.extractedData {
            let result = try Editor().edit(data.root)
            (modified, seconds) = (result.data, result.seconds)
        }
        var json = JSONWriter()
        json.beginObject()
        json.name("export_workflow_id")
        json.string("\(begun.workflowID)")
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
        return json.bytes
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
