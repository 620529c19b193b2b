import Redline
import RedlineTelemetry

/// Spans of Arize Phoenix: rows of `get_spans_dataframe`, pages of its API, and annotations.
struct PhoenixSpans {
    private var files: [ImportedFile]
    private var spans = ExportedSpans()
    /// Where each trace was first read of.
    private var traces: [(id: String, file: Int, row: SourceRow)] = []
    private var owners: [String: String] = [:]

    init(_ files: [SourceFile], _ settings: ImportSettings) {
        self.files = files.map { ImportedFile(name: $0.name, items: $0.refused) }
        var evaluations: [(file: Int, row: SourceRow)] = []
        var known: Set<String> = []
        for (number, file) in files.enumerated() {
            var aside = 0
            for row in file.rows {
                if Self.isEvaluation(row.value) {
                    evaluations.append((number, row))
                    continue
                }
                do throws(ExportedSpanError) {
                    let span = try Self.span(row.value)
                    if try spans.add(span) == .aside { aside += 1 }
                    if known.insert(span.traceID).inserted {
                        traces.append((span.traceID, number, row))
                    }
                    if let path = settings.ownerPath, owners[span.traceID] == nil {
                        let place =
                            row.value.at(path: path)
                            ?? row.value.at(path: "attributes.\(path)")
                        owners[span.traceID] = place?.ownerText
                    }
                } catch {
                    self.files[number].items.append(row.refused("\(error)"))
                }
            }
            if aside > 0 {
                self.files[number].notes.append("\(aside) spans are part of no conversation")
            }
        }
        if settings.ownerPath == nil {
            for (id, _, _) in traces { owners[id] = spans.owner(ofTrace: id) }
        }
        for (file, row) in evaluations where !add(evaluation: row.value) {
            self.files[file].items.append(
                row.refused("an annotation of a span that is in none of the files")
            )
        }
    }

    /// The files with the interactions of their traces.
    var imported: [ImportedFile] {
        var files = files
        for (id, file, row) in traces {
            // Who is not named here is named by whoever imports, or refused: a stand-in is taken out.
            let owner = owners[id].flatMap { Owner($0) }
            guard let owner = owner ?? Owner("nobody") else { continue }
            for record in spans.records(ofTrace: id, owner: owner) {
                let text = owners[id] == nil ? Self.withoutOwner(record) : record
                files[file].items.append(.record(line: row.line, text: text))
            }
        }
        return files
    }

    private static func withoutOwner(_ record: [UInt8]) -> [UInt8] {
        guard let root = try? JSONDocument(parsing: record).root else { return record }
        var json = JSONWriter()
        json.beginObject()
        for (name, value) in root.members where name != "user_id" {
            json.name(name)
            value.withTextBytes { json.raw($0) }
        }
        json.endObject()
        return json.bytes
    }

    // MARK: Spans

    private static func span(_ row: JSONView) throws(ExportedSpanError) -> ExportedSpans.Span {
        guard
            let traceID = row.text("context.trace_id", "trace_id")
                ?? row["context"]?.text("trace_id"),
            let spanID = row.text("context.span_id", "span_id") ?? row["context"]?.text("span_id")
        else { throw ExportedSpanError(description: "no span: it has no trace and span ids") }
        guard let start = row.time("start_time") else {
            throw ExportedSpanError(description: "the span has no start_time")
        }
        let status =
            row.text("status_code", "status.status_code") ?? row["status"]?.text("status_code")
        return ExportedSpans.Span(
            traceID: traceID,
            spanID: spanID,
            parentID: row.text("parent_id"),
            name: row.text("name") ?? "",
            start: start,
            end: row.time("end_time") ?? start,
            attributes: attributes(row),
            hasFailed: status?.uppercased() == "ERROR",
            statusMessage: row.text("status_message") ?? row["status"]?.text("message") ?? ""
        )
    }

    /// Those of an object of their own, and those that are columns, such as `attributes.input.value`.
    private static func attributes(_ row: JSONView) -> [(name: String, value: JSONView)] {
        var found: [(name: String, value: JSONView)] = []
        for (name, value) in row.members {
            if name == "attributes" {
                found += value.decoded.members
            } else if name.hasPrefix("attributes.") {
                found.append((String(name.dropFirst("attributes.".count)), list(value)))
            }
        }
        let hasKind = found.contains { $0.name.hasPrefix("openinference") }
        if !hasKind, let kind = row.first("span_kind") {
            found.append(("openinference.span.kind", kind))
        }
        return found
    }

    /// A column whose cells are lists may hold them as texts.
    private static func list(_ value: JSONView) -> JSONView {
        let decoded = value.decoded
        return decoded.kind == .array ? decoded : value
    }

    // MARK: Annotations

    private static func isEvaluation(_ row: JSONView) -> Bool {
        row["annotator_kind"] != nil || row["annotation_name"] != nil
    }

    private mutating func add(evaluation row: JSONView) -> Bool {
        guard let spanID = row.text("span_id", "context.span_id") else { return false }
        let result = row["result"]
        var json = JSONWriter()
        json.beginObject()
        for (name, value) in [
            ("name", row.first("annotation_name", "name")),
            ("label", row.first("result.label", "label") ?? result?.first("label")),
            ("explanation", row.first("result.explanation") ?? result?.first("explanation")),
            ("score", row.first("result.score", "score") ?? result?.first("score")),
        ] {
            guard let value else { continue }
            json.name(name)
            json.raw(value.text)
        }
        json.endObject()
        return spans.add(evaluation: json.text, ofSpan: spanID)
    }
}
