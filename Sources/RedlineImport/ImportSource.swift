/// Where people come from, by the files that they bring.
public enum ImportSource: String, CaseIterable, Sendable {
    /// Exports of Langfuse: traces, observations and scores.
    case langfuse
    /// Spans of Arize Phoenix, in the names of OpenInference.
    case phoenix
    /// Input and output files of OpenAI's Batch API.
    case openAIBatch = "openai-batch"
    /// Tables with a row for each record.
    case csv
}
