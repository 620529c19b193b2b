/// What a sweep found in the folder of files.
public struct FilesSweep: Sendable, Equatable {
    /// Files that the database knows of.
    public internal(set) var known = 0
    /// Files that it does not know of.
    public internal(set) var unknown = 0
    /// The bytes of those.
    public internal(set) var unknownBytes = 0
    /// Files that it does not know of and that are too young to say so for good: they stay.
    public internal(set) var young = 0
    /// What has no name of redline's, is a link, or is no file: it stays.
    public internal(set) var foreign = 0
    /// Those of the unknown ones that are removed now.
    public internal(set) var removed = 0
    /// The bytes of those.
    public internal(set) var removedBytes = 0
    /// Why others of them could not be.
    public internal(set) var fault: FilesFolderError?

    /// A file that the database does not know of.
    public struct Unknown: Sendable, Equatable {
        /// Its place in the folder.
        public let name: String
        /// Its bytes; those of what was not finished, too.
        public let bytes: Int
    }
}
