/// What became of one attempt to record something.
enum ChaosAnswer: String, CaseIterable, Sendable {
    /// 201, or 200 for a line among many: the database has it.
    case committed = "201"
    /// 202: it is on local disk.
    case spooled = "202"
    /// 503: nothing is promised, come again.
    case busy = "503"
    /// The connection ended without an answer.
    case unanswered = "none"
    /// The client itself broke off before its body was through.
    case cut = "cut"
    /// Whatever nobody should be answered here.
    case unexpected = "other"

    init(status: Int) {
        switch status {
        case 200, 201: self = .committed
        case 202: self = .spooled
        case 503: self = .busy
        default: self = .unexpected
        }
    }

    /// Whether the record has to be in the database in the end.
    var isPromise: Bool { self == .committed || self == .spooled }
}
