import ArgumentParser
import Redline
import RedlineAnalytics
import RedlineRendering

/// The command `redline compare`.
struct CompareCommand: AsyncParsableCommand {
    /// How the versions are shown.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text
        case json
    }

    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Two versions of a workflow side by side.",
        discussion: """
            With two revisions, what went out in the one beside what went out in the other. With \
            one, what the AI had at its beginning beside what went out. With none, what the AI had \
            at first beside what went out last.
            """
    )

    @OptionGroup var database: DatabaseOptions
    @Argument(help: "The workflow's id.")
    var workflow: String
    @Argument(help: "One revision, or two.")
    var revisions: [Int] = []
    @Option(help: "Whose workflow, where several owners use the same id.")
    var owner: Owner?
    @Option(help: "How to show them: text or json.")
    var format: Format = .text

    func validate() throws {
        guard revisions.count <= 2 else {
            throw ValidationError("compare takes at most two revisions")
        }
    }

    func run() async throws {
        guard let id = WorkflowID(workflow) else {
            throw ValidationError("\(workflow) is no workflow id: a UUID is needed")
        }
        let detail = try await database.workflow(id, of: owner)
        let known = detail.revisions
        guard let first = known.first, let last = known.last else {
            throw CommandError("of workflow \(id) nothing but feedback is recorded")
        }
        if let unknown = revisions.first(where: { !known.contains($0) }) {
            let list = known.map(String.init).joined(separator: ", ")
            throw CommandError("workflow \(id) has no revision \(unknown); it has \(list)")
        }
        let comparison = VersionComparison(
            detail,
            from: detail.version(revisions.first ?? first, revisions.count < 2 ? .draft : .final),
            to: detail.version(revisions.last ?? last, .final)
        )
        switch format {
        case .text: try Terminal.write(comparison.text(Terminal.style))
        case .json: try Terminal.write(comparison.json + [UInt8(ascii: "\n")])
        }
    }
}

extension DatabaseOptions {
    /// A workflow, as whoever is at this machine reads it.
    ///
    /// - Throws: `CommandError` where there is none, or several owners use its id.
    func workflow(_ id: WorkflowID, of owner: Owner?) async throws -> WorkflowDetail {
        if let service = try service {
            return try await ServiceReader.reading(service) { try await $0.workflow(id, of: owner) }
        }
        let opened = try await open()
        try await opened.requireCurrentSchema()
        do {
            return try await RecordReader(opened.pool()).workflow(
                id,
                as: owner.map { .owner($0) } ?? .admin,
                by: .operatingSystemUser
            )
        } catch let error as WorkflowLookupError {
            switch error {
            case .unknown: throw CommandError("there is no workflow \(id)")
            case .ambiguous: throw CommandError("several owners use this id: name one with --owner")
            }
        }
    }
}
