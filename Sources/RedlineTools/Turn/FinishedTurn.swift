import Redline
import RedlineCapture
import RedlineStorage
import RedlineSummaries

/// A turn that came to its end, whatever end that was.
public struct FinishedTurn: Sendable {
    /// What happened in it.
    public let turn: CapturedTurn
    /// Why there is no answer; nil where there is one.
    public let failure: TurnFailure?
    /// The record of it.
    public let record: JSONDocument
    /// What became of the record, or why it could not be recorded.
    public let recording: Result<RecordOutcome, any Error>
    /// How many earlier turns of the thread the model was given.
    public let historyTurns: Int
}

/// Why a turn has no answer.
public enum TurnFailure: Error, Sendable, Equatable {
    /// The AI did not answer.
    case endpoint(EndpointFault)
    /// The AI went on calling tools until it was asked no more.
    case tooManyRounds(Int)
    /// The turn's time ran out.
    case timedOut(seconds: Int)

    /// The failure as records name it.
    public var code: String {
        switch self {
        case .endpoint(let fault): fault.code
        case .tooManyRounds: "too_many_rounds"
        case .timedOut: "turn_timed_out"
        }
    }
}

/// Why a turn did not begin.
public enum AssistantFault: Error, Sendable {
    /// No AI is configured.
    case notConfigured
    /// As many turns are under way as may be.
    case busy
}
