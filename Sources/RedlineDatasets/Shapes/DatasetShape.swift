/// The shape of a dataset's lines.
public enum DatasetShape: String, Sendable, CaseIterable {
    /// Redline's own: one correction a line, with its context.
    case pairs
    /// Hugging Face TRL, language modeling, conversational: `messages`.
    case sft
    /// Hugging Face TRL, preference, conversational: `prompt`, `chosen`, `rejected`.
    case dpo
    /// Hugging Face TRL, unpaired preference, conversational: `prompt`, `completion`, `label`.
    case kto
    /// OpenAI's chat fine-tuning: `messages`, and `tools` where there are any.
    case openaiSFT = "openai-sft"
    /// OpenAI's preference fine-tuning: `input`, `preferred_output`, `non_preferred_output`.
    case openaiDPO = "openai-dpo"
    /// OpenAI's evals: `input`, `ideal`.
    case evals
}

/// From what the examples of a dataset are made.
public enum DatasetSource: String, Sendable, CaseIterable {
    /// Documents that a person edited, or confirmed as they were.
    case documents
    /// Summaries that shipped otherwise than the AI had written them.
    case summaries
    /// Threads of interactions.
    case interactions
}

/// What one example from a document is about.
public enum DatasetGranularity: String, Sendable, CaseIterable {
    /// The whole document.
    case document
    /// One field that was corrected, with what stands beside it.
    case field
}
