/// What has come of a summary that is still being written.
public enum SummaryProgress: Sendable, Equatable {
    /// More text of a statement, which is given by its place in its part from 0.
    case text(SummaryPart, statement: Int, String)
    /// What came so far is void: a request failed on the way, or its answer was no summary.
    case restarted
}
