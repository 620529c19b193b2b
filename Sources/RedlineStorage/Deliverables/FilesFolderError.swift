import Glibc

/// Why a file of an export cannot be kept in its folder, read from there, or removed.
public enum FilesFolderError: Error, Sendable, Equatable {
    /// There is no such folder, or it cannot be entered.
    case absent(path: String, reason: String)
    /// It belongs to another user, or others may enter it.
    case notPrivate(path: String)
    /// A new folder has something in it that is not redline's.
    case notEmpty(path: String)
    /// It belongs to another database.
    case ofAnother(path: String)
    /// The database knows another folder, by this id; of the one that is there `found` is it.
    case another(path: String, known: String, found: String?)
    /// The disk is full.
    case full
    /// The system refused something; what it says.
    case failed(String)
    /// The file is not there.
    case missing
    /// The file is not what was kept.
    case changed
    /// No folder is named here.
    case notNamed
    /// Whoever is logged in does not see the entries of all files.
    case entriesHidden
    /// So many files of an owner could not be removed.
    case left(Int)
}

extension FilesFolderError: CustomStringConvertible {
    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .absent(let path, let reason):
            "the folder of files \(path) cannot be used: \(reason). Is it mounted? A new one is "
                + "made with: mkdir -m 700 \(path)"
        case .notPrivate(let path):
            "the folder of files \(path) must belong to the user that runs redline, and to nobody "
                + "else: chown it, and chmod 700 \(path)"
        case .notEmpty(let path):
            "the folder of files \(path) has something else in it: name an empty one"
        case .ofAnother(let path):
            "the folder of files \(path) belongs to another database: name another folder"
        case .another(let path, let known, let found):
            "\(path) is not the folder that this database's files lie in, which has the id "
                + "\(known) in its file redline-files; "
                + (found.map { "this one has \($0)" } ?? "this one has none")
                + ". Is the right one mounted? If its files are lost for good, put a file "
                + "redline-files with that id into an empty folder"
        case .full: "the disk of the folder of files is full"
        case .failed(let reason): "the folder of files cannot be used: \(reason)"
        case .missing: "the file is missing in the folder of files"
        case .changed: "the file in the folder of files is not the one that was kept"
        case .notNamed:
            "it lies in a folder that is not named here: --files-folder (REDLINE_FILES_FOLDER)"
        case .entriesHidden:
            "this login does not see which files the database knows of: connect as the owner of "
                + "redline's tables"
        case .left(let count):
            "\(count) \(count == 1 ? "file lies" : "files lie") in the folder of files yet; what "
                + "was begun goes on when a redline serve that has the folder can remove them"
        }
    }

    /// Whether the file itself is lost, and not the way to it.
    public var isLoss: Bool { self == .missing || self == .changed }

    /// What the system says of a call that failed.
    static func ofSystem(_ code: Int32 = errno) -> FilesFolderError {
        switch code {
        case ENOSPC, EDQUOT, EFBIG: .full
        default: .failed(String(cString: strerror(code)))
        }
    }
}
