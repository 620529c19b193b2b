/// The route of the service that gives the same report.
public enum ReportPath {
    /// The path with its query; parameters that are empty are left out.
    public static func path(_ definition: ReportDefinition, _ values: ReportArguments) -> String {
        let query = values.spoken(of: definition).map { name, value in
            "\(name)=\(escaped(value))"
        }
        let path = "/api/v1/reports/\(definition.name)"
        return query.isEmpty ? path : "\(path)?\(query.joined(separator: "&"))"
    }

    /// The text as a value of a query: percent-encoded but for what RFC 3986 leaves as it is.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            case _ where "-._~,:/".utf8.contains(byte):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return result
    }
}
