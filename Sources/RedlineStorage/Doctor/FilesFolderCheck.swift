import Foundation
import RedlinePostgres

/// Whether the folder of files can be used, and whether what has to go from it goes.
struct FilesFolderCheck: DatabaseCheck {
    /// The folder that is named; nil where none is.
    let folder: FilesFolder?
    let name = "files folder"

    func finding(on connection: Connection) async throws -> Finding {
        let found = try await connection.transaction { connection in
            try connection.execute("set local role \(OwnerHolds.role)")
            let row = try connection.run(.filesInFolder).first
            return (
                files: try row?["files"].int ?? 0, due: try row?["due"].int ?? 0,
                id: try row?["folder_id"].uuid, isLate: try row?["due_since"].string != nil
            )
        }
        return finding(found.files, due: found.due, of: found.id, isLate: found.isLate)
    }

    private func finding(_ files: Int, due: Int, of id: UUID?, isLate: Bool) -> Finding {
        let verb = files == 1 ? "lies" : "lie"
        let held = "\(CheckFigure.count(files, "file")) \(verb) in the folder."
        guard let folder else {
            guard files > 0 else { return .ok(name, "Files lie in the database.") }
            return .warning(
                name,
                "\(held) It is not named here: what is not named can neither be read nor removed.",
                "Name it with --files-folder or REDLINE_FILES_FOLDER, wherever redline serve runs."
            )
        }
        do throws(FilesFolderError) {
            guard let id else {
                _ = try folder.open()
                return .ok(name, "\(folder.path) can be used; nothing lies in it yet.")
            }
            _ = try folder.open(known: id)
        } catch {
            return .problem(
                name,
                "\(error)",
                "redline serve does not start with it, and its files can be neither read nor removed."
            )
        }
        guard isLate else { return .ok(name, held) }
        return .warning(
            name,
            "\(held) \(CheckFigure.count(due, "file")) could not be removed from \(folder.path).",
            "See whether the folder can be written; the log of redline serve says why it failed."
        )
    }
}
