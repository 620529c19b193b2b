import Foundation
import Redline

/// The contents of files that lie in a folder beside the database.
struct FileContents: Sendable {
    /// Reads one; nil where it is lost.
    let content: @Sendable (FolderFile) throws -> [UInt8]?

    /// A content in base64; nil where it is lost.
    func base64(of file: FolderFile) throws -> [UInt8]? {
        try content(file).map { Array(Data($0).base64EncodedData()) }
    }
}
