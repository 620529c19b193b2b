import CLibPQ
import Foundation

extension ConnectionOptions {
    /// The keywords and values to connect with.
    ///
    /// - Throws: `connectionFailed` for a connection string that cannot be read, without its text.
    func keywords() throws(PostgresError) -> [(String, String)] {
        var values = try conninfo()
        values["client_encoding"] = "UTF8"
        if !applicationName.isEmpty {
            values["application_name"] = applicationName
        }
        if values["connect_timeout"] == nil {
            values["connect_timeout"] = String(max(connectTimeoutSeconds, 1))
        }
        let inherited = values["options"] ?? ProcessInfo.processInfo.environment["PGOPTIONS"] ?? ""
        values["options"] = ([inherited] + sessionOptions).joined(separator: " ")
        let all = values.sorted { $0.key < $1.key }
        for (_, value) in all where value.utf8.contains(0) {
            throw PostgresError(.connectionFailed, "a connection value holds U+0000")
        }
        return all
    }

    /// `-c name=value` of every setting; the last of a name wins.
    private var sessionOptions: [String] {
        var all = [
            ("plan_cache_mode", "force_custom_plan"),
            ("timezone", "UTC"),
            ("datestyle", "ISO"),
            ("intervalstyle", "iso_8601"),
            ("extra_float_digits", "1"),
            ("bytea_output", "hex"),
        ]
        if let statementTimeoutMilliseconds {
            all.append(("statement_timeout", String(statementTimeoutMilliseconds)))
        }
        if let lockTimeoutMilliseconds {
            all.append(("lock_timeout", String(lockTimeoutMilliseconds)))
        }
        all += settings.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        return all.map { "-c \(Self.escape($0.0))=\(Self.escape($0.1))" }
    }

    // The server splits the options at white space, with the backslash as escape.
    private static func escape(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            if scalar == "\\" || scalar.properties.isWhitespace {
                escaped += "\\"
            }
            escaped.unicodeScalars.append(scalar)
        }
        return escaped
    }

    /// The connection string's own keywords; like libpq, a plain word is a database's name.
    func conninfo() throws(PostgresError) -> [String: String] {
        let isPlainName =
            !connectionString.contains("=") && !connectionString.hasPrefix("postgres://")
            && !connectionString.hasPrefix("postgresql://")
        guard !connectionString.isEmpty else { return [:] }
        guard !isPlainName else { return ["dbname": connectionString] }
        guard let list = PQconninfoParse(connectionString, nil) else {
            // libpq's message would quote the string.
            throw PostgresError(.connectionFailed, "the connection string cannot be read")
        }
        defer { PQconninfoFree(list) }
        var values: [String: String] = [:]
        var entry = list
        while let keyword = entry.pointee.keyword {
            if let value = entry.pointee.val {
                values[String(cString: keyword)] = String(cString: value)
            }
            entry += 1
        }
        return values
    }
}
