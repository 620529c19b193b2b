/// A file of an export whose content lies in a folder, as its row in the database has it.
public struct FolderFile: Sendable, Equatable {
    /// By which it is known in the folder.
    public let id: String
    /// `sha256:` and the 64 hex digits of its hash.
    public let contentHash: String
    /// How many bytes it has.
    public let length: Int

    /// Takes over what the row has.
    public init(id: String, contentHash: String, length: Int) {
        self.id = id
        self.contentHash = contentHash
        self.length = length
    }
}
