import Redline

/// What each file of an export holds, for people: as a page and as text.
struct ExportIndex {
    private let manifest: ExportManifest

    init(_ manifest: ExportManifest) {
        self.manifest = manifest
    }

    private var introduction: [String] {
        let origin = manifest.origin
        let count =
            manifest.records == 0
            ? "Nothing is held but what the audit trail tells, which may be this request alone."
            : "\(manifest.records) records are held, in the files below."
        return [
            "This archive has what redline holds on \(origin.owner.name), as it was on "
                + "\(origin.at) (UTC), for \(origin.actor.name). " + count,
            "Each table is there twice. The .ndjson files are for programs: a record a line, as "
                + "JSON, unchanged. The .csv files are for spreadsheets: lists stand in braces, and "
                + "text that a spreadsheet would take for a formula has an apostrophe in front.",
            "manifest.json has the size and the SHA-256 of each file. redline owner export --verify "
                + "holds the archive against it.",
            "Not in it: records whose time in storage is over; records that wait on the disk of a "
                + "service whose database is away; copies in backups; the delivered files, which "
                + "redline does not keep; and \(manifest.leftOut).",
        ]
    }

    var text: String {
        var text = "What redline holds on \(manifest.origin.owner.name)\n"
        for paragraph in introduction { text += "\n" + Self.wrapped(paragraph) }
        for table in manifest.tables {
            let name = table.table.name
            let head = "\(name).ndjson, \(name).csv: \(table.records) records"
            text += "\n\n\(head)\n\(String(repeating: "-", count: head.count))\n"
            text += Self.wrapped(table.table.summary)
            for column in table.columns {
                text += Self.wrapped("\(column): \(meaning(column, table))", indent: "  ")
            }
        }
        return text
    }

    var html: String {
        var html = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>What redline holds on \(Self.escaped(manifest.origin.owner.name))</title>
            <style>
            body { font: 1rem/1.5 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto; \
            padding: 0 1rem }
            dt { font-family: ui-monospace, monospace; margin-top: .5rem }
            dd { margin-left: 1.5rem }
            </style>
            </head>
            <body>
            <h1>What redline holds on \(Self.escaped(manifest.origin.owner.name))</h1>

            """
        for paragraph in introduction { html += "<p>\(Self.escaped(paragraph))</p>\n" }
        for table in manifest.tables {
            let name = table.table.name
            html += "<h2>\(name): \(table.records) records</h2>\n"
            html += "<p><a href=\"\(name).csv\">\(name).csv</a>, "
            html += "<a href=\"\(name).ndjson\">\(name).ndjson</a></p>\n"
            html += "<p>\(Self.escaped(table.table.summary))</p>\n<dl>\n"
            for column in table.columns {
                html += "<dt>\(column)</dt><dd>\(Self.escaped(meaning(column, table)))</dd>\n"
            }
            html += "</dl>\n"
        }
        return html + "</body>\n</html>\n"
    }

    private func meaning(_ column: String, _ table: TableExport.Outcome) -> String {
        ColumnText.of(column, in: table.table.name) ?? ""
    }

    private static let width = 78

    /// A paragraph in lines; the further ones stand two further in.
    private static func wrapped(_ paragraph: String, indent: String = "") -> String {
        var lines: [String] = []
        var line = indent
        for word in paragraph.split(separator: " ") {
            if !line.allSatisfy({ $0 == " " }), line.count + word.count + 1 > width {
                lines.append(line)
                line = indent.isEmpty ? "" : indent + "  "
            }
            line += line.allSatisfy { $0 == " " } ? String(word) : " \(word)"
        }
        lines.append(line)
        return lines.joined(separator: "\n") + "\n"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
    }
}

extension ExportManifest {
    /// What is not exported of the tables, in a few words.
    var leftOut: String {
        "what redline counts over everybody, in which no person can be told from another"
    }
}
