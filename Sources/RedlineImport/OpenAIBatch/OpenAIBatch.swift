import Redline

/// Input and output files of OpenAI's Batch API: `custom_id` joins what was asked with what came.
struct OpenAIBatch {
    private var files: [ImportedFile]
    /// What was asked, by `custom_id`.
    private var requests: [String: SourceRow] = [:]
    private var answers: [(file: Int, row: SourceRow, id: String)] = []
    private let settings: ImportSettings

    init(_ files: [SourceFile], _ settings: ImportSettings) {
        self.settings = settings
        self.files = files.map { ImportedFile(name: $0.name, items: $0.refused) }
        for (number, file) in files.enumerated() {
            var asked = 0
            for row in file.rows {
                guard let id = row.value.text("custom_id") else {
                    self.files[number].items.append(row.refused("no custom_id: no line of a batch"))
                    continue
                }
                if row.value["response"] != nil || row.value["error"] != nil {
                    answers.append((number, row, id))
                } else if requests[id] == nil {
                    requests[id] = row
                    asked += 1
                } else {
                    self.files[number].items.append(
                        row.refused(
                            "the custom_id \(id) was asked with before; import one batch at a time"
                        )
                    )
                }
            }
            if asked > 0 { self.files[number].notes.append("\(asked) requests") }
        }
    }

    /// The files with an interaction for each answer.
    var imported: [ImportedFile] {
        var files = files
        for (file, row, id) in answers { files[file].items.append(item(row, id)) }
        let answered = Set(answers.map(\.id))
        let open = requests.keys.count { !answered.contains($0) }
        if open > 0, !files.isEmpty {
            files[files.count - 1].notes.append("\(open) requests have no answer in these files")
        }
        return files
    }

    private func item(_ row: SourceRow, _ id: String) -> ImportedFile.Item {
        guard let request = requests[id]?.value["body"] else {
            return row.refused(
                "the request \(id) is in none of the files: give the input file, too"
            )
        }
        let messages = request.first("messages", "input")
        let url = requests[id]?.value.text("url") ?? ""
        let isChat = ["/chat/completions", "/responses"].contains { url.hasSuffix($0) }
        guard let messages, isChat || url.isEmpty else {
            return row.refused("the request \(id) is no conversation and is left")
        }
        let body = row.value["response"]?["body"]
        // The two APIs say in their own ways what the model answered.
        let output = body?["output"] ?? body
        var interaction = InteractionText(
            id: "openai-\(row.value.text("id") ?? body?.text("id") ?? id)",
            timestamp: body?.time("created", "created_at"),
            owner: owner(row, request, id),
            threadID: request["metadata"]?.text("thread_id", "session_id", "conversation_id"),
            userMessage: ChatText.user(messages),
            assistantResponse: output.map(ChatText.assistant) ?? ""
        )
        let calls = ChatText.calls(input: messages, output: output)
            .map { InteractionText.Call($0) }
        interaction.calls = calls.isEmpty ? nil : calls
        interaction.add("model", body?.text("model") ?? request.text("model"))
        interaction.add("tokens_used", Self.tokens(body?["usage"]))
        interaction.add("source", "openai-batch")
        interaction.add("custom_id", id)
        interaction.add("request_id", row.value["response"]?.text("request_id"))
        interaction.add(
            "finish_reason",
            body?["choices"]?.elements.first?.text("finish_reason") ?? body?.text("status")
        )
        if let error = Self.error(row.value, body) {
            interaction.add("error", error)
            guard !interaction.assistantResponse.isEmpty || !calls.isEmpty else {
                return row.refused("the request failed and has no answer: \(error)")
            }
        }
        return .record(line: row.line, text: interaction.bytes)
    }

    private func owner(_ row: SourceRow, _ request: JSONView, _ id: String) -> String? {
        if let path = settings.ownerPath {
            return requests[id]?.value.at(path: path)?.ownerText
                ?? row.value.at(path: path)?.ownerText
        }
        return request.text("user", "safety_identifier")
            ?? request["metadata"]?.text("user_id", "user", "owner")
    }

    private static func tokens(_ usage: JSONView?) -> Double? {
        guard let usage else { return nil }
        if let total = usage.number("total_tokens") { return total }
        let input = usage.number("prompt_tokens", "input_tokens")
        let output = usage.number("completion_tokens", "output_tokens")
        return input == nil && output == nil ? nil : (input ?? 0) + (output ?? 0)
    }

    /// What the API says went wrong: a code, never a content.
    private static func error(_ row: JSONView, _ body: JSONView?) -> String? {
        let error = row.first("error") ?? body?.first("error")
        if let error { return error.text("code", "type") ?? "failed" }
        let status = row["response"]?["status_code"]?.integer ?? 200
        return status < 400 ? nil : "status \(status)"
    }
}
