import ArgumentParser
import Foundation
import RedlinePostgres
import RedlineStorage

/// The folder that contents of files may lie in.
struct FilesFolderOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A folder for the files of exports, in place of the database (REDLINE_FILES_FOLDER).",
            valueName: "folder"
        )
    )
    var filesFolder: String?

    /// The folder that is named; nil where none is.
    var folder: FilesFolder? {
        let named = filesFolder ?? ProcessInfo.processInfo.environment["REDLINE_FILES_FOLDER"] ?? ""
        return named.isEmpty ? nil : FilesFolder(path: named)
    }

    /// The files in that folder.
    func files(_ pool: ConnectionPool) -> FolderFiles? {
        folder.map { FolderFiles(pool, folder: $0) }
    }

    /// The same, after it was seen that it is the folder of the database.
    ///
    /// - Throws: `FilesFolderError`, `PostgresError`.
    func claimed(_ pool: ConnectionPool) async throws -> FolderFiles? {
        let files = files(pool)
        try await files?.claim()
        return files
    }
}

/// Where new files are kept.
struct FilesOptions: ParsableArguments {
    enum Place: String, ExpressibleByArgument, CaseIterable {
        case folder
        case database
    }

    @OptionGroup var place: FilesFolderOption
    @Option(
        help: ArgumentHelp(
            "Where new files go: folder or database (REDLINE_FILES_IN); the folder where one is "
                + "named. What lies in the other place is read from there.",
            valueName: "place"
        )
    )
    var filesIn: Place?

    func validate() throws {
        if let word = Self.word, Place(rawValue: word) == nil {
            throw ValidationError("REDLINE_FILES_IN is folder or database, and not \(word)")
        }
        guard wanted != .folder || place.folder != nil else {
            throw ValidationError(
                "--files-in folder (REDLINE_FILES_IN) goes with --files-folder "
                    + "(REDLINE_FILES_FOLDER)"
            )
        }
    }

    /// The door to the files of a database.
    func store(_ pool: ConnectionPool, _ folder: FolderFiles?) -> DeliverableStore {
        DeliverableStore(pool, folder: folder, usesFolder: wanted != .database)
    }

    private var wanted: Place? { filesIn ?? Self.word.flatMap(Place.init(rawValue:)) }

    private static var word: String? {
        let word = ProcessInfo.processInfo.environment["REDLINE_FILES_IN"] ?? ""
        return word.isEmpty ? nil : word
    }
}
