import Redline

/// Exports of Langfuse: traces with their observations and scores, from its page, its API or its
/// blob storage, in one file or in several that belong together.
struct LangfuseExport {
    /// What is known of one trace.
    fileprivate struct Gathered {
        let id: String
        /// The file and the row that it is named by: the trace's own, or the first one of it.
        var file: Int
        var row: SourceRow
        var hasOwnRow: Bool
        var observations: [LangfuseObservation] = []
        var scores: [JSONView] = []
    }

    private var files: [ImportedFile]
    private var traces: [String: Gathered] = [:]
    private var order: [String] = []
    private let settings: ImportSettings

    init(_ files: [SourceFile], _ settings: ImportSettings) {
        self.settings = settings
        self.files = files.map { ImportedFile(name: $0.name, items: $0.refused) }
        for (number, file) in files.enumerated() {
            for row in file.rows { add(row, number) }
        }
    }

    /// The files with the interactions that their traces are.
    var imported: [ImportedFile] {
        var files = files
        for id in order {
            guard let trace = traces[id] else { continue }
            files[trace.file].items.append(item(trace))
        }
        return files
    }

    private mutating func add(_ row: SourceRow, _ file: Int) {
        let value = row.value
        if let id = value.text("traceId", "trace_id") {
            gather(id, row, file, isOwnRow: false)
            if value.text("startTime", "start_time") != nil || value["type"] != nil {
                traces[id]?.add(LangfuseObservation(value))
            } else {
                traces[id]?.scores.append(value)
            }
        } else if let id = value.text("id"), value.text("timestamp") != nil {
            gather(id, row, file, isOwnRow: true)
            for observation in value["observations"]?.decoded.elements ?? []
            where observation.kind == .object {
                traces[id]?.add(LangfuseObservation(observation))
            }
            traces[id]?.scores +=
                value["scores"]?.decoded.elements.filter { $0.kind == .object } ?? []
        } else {
            files[file].items.append(row.refused("no trace, observation or score of Langfuse"))
        }
    }

    private mutating func gather(_ id: String, _ row: SourceRow, _ file: Int, isOwnRow: Bool) {
        guard let known = traces[id] else {
            order.append(id)
            traces[id] = Gathered(id: id, file: file, row: row, hasOwnRow: isOwnRow)
            return
        }
        guard isOwnRow, !known.hasOwnRow else { return }
        traces[id]?.file = file
        traces[id]?.row = row
        traces[id]?.hasOwnRow = true
    }

    private func item(_ trace: Gathered) -> ImportedFile.Item {
        let observations = trace.observations.sorted {
            ($0.start ?? .zero, $0.id) < ($1.start ?? .zero, $1.id)
        }
        guard trace.hasOwnRow || !observations.isEmpty else {
            return trace.row.refused("a score of trace \(trace.id), which is in none of the files")
        }
        // Where observations alone are exported, the outermost one stands for its trace.
        let root = observations.first { $0.parentID == nil } ?? observations.first
        let own = trace.hasOwnRow ? trace.row.value : root?.value ?? trace.row.value
        let generations = observations.filter { $0.type == "GENERATION" }
        let input = own.first("input") ?? generations.first?.value.first("input")
        let output = own.first("output") ?? generations.last?.value.first("output")
        let start = own.time("timestamp") ?? observations.first?.start
        var interaction = InteractionText(
            id: "langfuse-\(trace.id)",
            timestamp: start,
            owner: owner(own, observations),
            threadID: own.text("sessionId", "session_id")
                ?? observations.lazy.compactMap { $0.value.text("sessionId", "session_id") }.first,
            userMessage: input.map(ChatText.user) ?? "",
            assistantResponse: output.map(ChatText.assistant) ?? ""
        )
        var calls = observations.filter { $0.type == "TOOL" }.map(\.call)
        if calls.isEmpty {
            calls = ChatText.calls(
                input: generations.last?.value.first("input") ?? input,
                output: output
            ).map { InteractionText.Call($0) }
        }
        interaction.calls = calls.isEmpty ? nil : calls
        describe(&interaction, trace.id, own, generations, observations)
        if !trace.scores.isEmpty { interaction.add("scores", json: Self.scores(trace.scores)) }
        return .record(line: trace.row.line, text: interaction.bytes)
    }

    private func owner(_ own: JSONView, _ observations: [LangfuseObservation]) -> String? {
        if let path = settings.ownerPath {
            let places = [own] + observations.map(\.value)
            return places.lazy.compactMap { $0.at(path: path)?.ownerText }.first
        }
        return own.text("userId", "user_id")
            ?? observations.lazy.compactMap { $0.value.text("userId", "user_id") }.first
    }

    private func describe(
        _ interaction: inout InteractionText,
        _ id: String,
        _ own: JSONView,
        _ generations: [LangfuseObservation],
        _ observations: [LangfuseObservation]
    ) {
        interaction.add("model", generations.compactMap(\.model).last)
        let tokens = generations.compactMap(\.tokens)
        interaction.add(
            "tokens_used",
            tokens.isEmpty
                ? own.number("totalTokens", "total_tokens", "totalUsage") : tokens.reduce(0, +)
        )
        interaction.add("latency_ms", Self.latency(own, observations))
        interaction.add("source", "langfuse")
        interaction.add("trace_id", id)
        interaction.add("trace_name", own.text("traceName", "trace_name", "name"))
        for name in ["release", "version", "environment"] { interaction.add(name, own.text(name)) }
        interaction.add("cost", own.number("totalCost", "total_cost"))
        if let tags = own["tags"]?.decoded, tags.count > 0 {
            interaction.add("tags", json: tags.text)
        }
        if let more = own["metadata"]?.decoded, more.kind == .object, more.count > 0 {
            interaction.add("trace_metadata", json: more.text)
        }
        if let error = generations.last?.error { interaction.add("error", error) }
    }

    /// From the beginning of the first observation to the end of the last one, or what the trace says,
    /// in seconds.
    private static func latency(
        _ own: JSONView,
        _ observations: [LangfuseObservation]
    ) -> Double? {
        if let start = observations.compactMap(\.start).min(),
            let end = observations.compactMap(\.end).max()
        {
            return Double(end.microseconds - start.microseconds) / 1_000
        }
        return own.number("latency").map { $0 * 1_000 }
    }

    private static func scores(_ scores: [JSONView]) -> String {
        var json = JSONWriter()
        json.beginArray()
        for score in scores {
            json.beginObject()
            for (name, value) in [
                ("name", score.first("name")), ("value", score.first("value")),
                ("label", score.first("stringValue", "string_value", "longStringValue")),
                ("comment", score.first("comment")), ("source", score.first("source")),
                ("data_type", score.first("dataType", "data_type")),
                ("observation_id", score.first("observationId", "observation_id")),
            ] {
                guard let value else { continue }
                json.name(name)
                json.raw(value.text)
            }
            json.endObject()
        }
        json.endArray()
        return json.text
    }
}

extension LangfuseExport.Gathered {
    /// The same observation may stand in its trace and in a file of its own.
    fileprivate mutating func add(_ observation: LangfuseObservation) {
        guard !observations.contains(where: { $0.id == observation.id }) else { return }
        observations.append(observation)
    }
}

extension Timestamp {
    fileprivate static let zero = Timestamp(microseconds: 0)
}

extension JSONView {
    /// A text or a number that names an owner.
    var ownerText: String? {
        if let text = string { return text.isEmpty ? nil : text }
        return kind == .number ? text : nil
    }
}
