import Redline

/// One request and its answer, when both have gone by.
struct FinishedExchange: Sendable {
    /// By what it is found in the log.
    let requestID: String
    let owner: Owner
    /// The thread that the caller named.
    let threadID: String?
    /// The request's body.
    let request: [UInt8]
    let startedAt: Timestamp
    /// From the request to the end of the answer.
    let milliseconds: Double
    let firstTokenMilliseconds: Double?
    private(set) var status: TurnStatus
    private(set) var error: CapturedError?
    private(set) var answer = ChatAnswer()
    private var assembly: AnswerAssembly?

    init(
        _ recording: ProxyRecording,
        request: [UInt8],
        milliseconds: Double,
        firstTokenMilliseconds: Double?,
        status: TurnStatus,
        error: CapturedError?,
        assembly: AnswerAssembly?
    ) {
        requestID = recording.requestID
        owner = recording.owner
        threadID = recording.threadID
        startedAt = recording.startedAt
        self.request = request
        self.milliseconds = milliseconds
        self.firstTokenMilliseconds = firstTokenMilliseconds
        self.status = status
        self.error = error
        self.assembly = assembly
    }

    /// When the answer ended.
    var endedAt: Timestamp {
        Timestamp(microseconds: startedAt.microseconds + Int64(milliseconds * 1_000))
    }

    /// Roughly what it takes in memory.
    var bytes: Int { request.count + (assembly?.bytes ?? 0) + 1_024 }

    /// Reads the answer, which is work that no caller has to wait for.
    mutating func readAnswer() {
        guard var assembly else { return }
        answer = assembly.finish()
        self.assembly = nil
        guard let reported = answer.error else { return }
        // An error may also come within a stream that began well.
        if status == .ok { status = .error }
        error = CapturedError(
            status: error?.status,
            type: reported.type,
            code: reported.code,
            message: reported.message
        )
    }
}
