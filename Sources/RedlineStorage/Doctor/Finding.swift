import Redline
import RedlinePostgres

/// What came of one check of the set-up.
public struct Finding: Sendable, Equatable {
    /// How bad it is.
    public enum Status: String, Sendable, Comparable {
        /// As it has to be.
        case ok
        /// It works, and somebody has to see to it before it no longer does.
        case warning
        /// Something does not work.
        case problem

        /// Whether the first is less bad than the second.
        public static func < (a: Status, b: Status) -> Bool { a.rank < b.rank }

        private var rank: Int {
            switch self {
            case .ok: 0
            case .warning: 1
            case .problem: 2
            }
        }
    }

    /// The check's name, such as `migrations`.
    public let name: String
    /// How bad it is.
    public let status: Status
    /// What was found and what it means, in sentences on one line.
    public let detail: String
    /// What to do about it, on one line; nil where there is nothing to do.
    public let advice: String?

    init(_ name: String, _ status: Status, _ detail: String, advice: String? = nil) {
        self.name = name
        self.status = status
        self.detail = detail
        self.advice = advice
    }

    /// Nothing has to be done.
    public static func ok(_ name: String, _ detail: String) -> Finding {
        Finding(name, .ok, detail)
    }

    /// Somebody has to see to it.
    public static func warning(_ name: String, _ detail: String, _ advice: String) -> Finding {
        Finding(name, .warning, detail, advice: advice)
    }

    /// Something does not work.
    public static func problem(_ name: String, _ detail: String, _ advice: String) -> Finding {
        Finding(name, .problem, detail, advice: advice)
    }

    /// A check that came to no end.
    static func notChecked(_ name: String, _ error: any Error) -> Finding {
        guard let error = error as? PrivateClusterError else {
            let reason = SafeReason(error)
            return .problem(
                name,
                "This could not be checked: \(reason).",
                "Mend what the other lines say, and look again."
            )
        }
        let advice = error.advice.isEmpty ? nil : error.advice
        return Finding(name, .problem, error.message, advice: advice)
    }
}
