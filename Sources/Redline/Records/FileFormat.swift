/// The formats of deliverables.
public enum FileFormat {
    /// The media type that follows from a `file_format`; `application/octet-stream` for unknown
    /// ones.
    public static func mimeType(of format: String) -> String {
        switch format.lowercased() {
        case "json": "application/json"
        case "csv": "text/csv"
        case "excel", "xlsx":
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        case "pdf": "application/pdf"
        default: "application/octet-stream"
        }
    }
}
