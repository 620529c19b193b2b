/// A file and what became of what is in it.
public struct ImportedFile: Sendable {
    /// A record that was made, or what none could be made of.
    public enum Item: Sendable {
        /// The record as JSON, and the line that it comes from.
        case record(line: Int, text: [UInt8])
        /// What no record could be made of, and why.
        case refused(line: Int, reason: String, text: [UInt8])
    }

    /// The file's name.
    public let name: String
    /// Its records, in order.
    public internal(set) var items: [Item] = []
    /// What there is to say of how it was read, such as which column became what.
    public internal(set) var notes: [String] = []
}

/// Makes records of files that come from elsewhere.
public enum Import {
    /// Reads files of one source, which may belong together.
    public static func files(
        _ files: [(name: String, bytes: [UInt8])],
        from source: ImportSource,
        _ settings: ImportSettings
    ) throws(ImportError) -> [ImportedFile] {
        let read = files.map { SourceFile(name: $0.name, bytes: $0.bytes) }
        return switch source {
        case .langfuse: LangfuseExport(read, settings).imported
        case .phoenix: PhoenixSpans(read, settings).imported
        case .openAIBatch: OpenAIBatch(read, settings).imported
        case .csv: try CSVImport(read, settings).imported()
        }
    }
}

/// Why files cannot be imported at all.
public struct ImportError: Error, CustomStringConvertible {
    /// What is wrong, for people.
    public let description: String
}
