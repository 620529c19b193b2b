/// One step on the way from a text to the reference.
enum BeamEdit {
    /// The word stays.
    case keep
    /// The word becomes another.
    case substitute
    /// A word of the text goes.
    case drop
    /// A word of the reference comes.
    case add
}
