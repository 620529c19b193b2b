import ArgumentParser
import Redline
import RedlineStorage

/// The command `redline files`.
struct FilesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "files",
        abstract: "The folder of the files of exports.",
        subcommands: [Sweep.self]
    )

    struct Sweep: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Files in the folder that the database does not know of.",
            discussion: """
                They are left where an older database is put back, and nothing else removes them. \
                Each is listed with its bytes. Without --remove all of them stay. What is younger \
                than an hour stays in any case, and so does whatever is no file of redline's.
                """
        )

        @OptionGroup var database: DatabaseOptions
        @OptionGroup var files: FilesFolderOption
        @Flag(help: "Remove them. Back up the folder first.")
        var remove = false

        func run() async throws {
            guard let folder = files.folder else {
                throw CommandError("name the folder: --files-folder (REDLINE_FILES_FOLDER)")
            }
            let opened = try await database.open()
            try await opened.requireCurrentSchema()
            let files = FolderFiles(opened.pool(), folder: folder)
            let actor = remove ? AuditActor.operatingSystemUser : nil
            let sweep = try await files.sweep(removingFor: actor) { file in
                try Terminal.write("\(file.name)\t\(file.bytes)\n")
            }
            Messages.say(
                "The database knows \(sweep.known) files of the folder, and does not know "
                    + "\(sweep.unknown), of \(sweep.unknownBytes) bytes."
            )
            if sweep.young > 0 {
                Messages.say("\(sweep.young) more are younger than an hour, and stay.")
            }
            if sweep.foreign > 0 {
                Messages.say("\(sweep.foreign) others are no files of redline's, and stay.")
            }
            if remove {
                Messages.say("\(sweep.removed) are removed, of \(sweep.removedBytes) bytes.")
            } else if sweep.unknown > 0 {
                Messages.say("Nothing was removed: that is done with --remove.")
            }
            if let fault = sweep.fault {
                Messages.say("Not all could be removed: \(fault)")
                throw ExitCode(2)
            }
        }
    }
}
