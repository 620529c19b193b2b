extension TextDifference {
    /// A part of two compared texts.
    public struct Segment: Hashable, Sendable {
        /// What became of a part of a text.
        public enum Kind: Sendable {
            /// It is in both texts.
            case kept
            /// It is in the old text alone.
            case removed
            /// It is in the new text alone.
            case added
        }

        /// What became of the part.
        public var kind: Kind
        /// The part itself.
        public var text: String

        /// Makes a segment.
        public init(_ kind: Kind, _ text: String) {
            self.kind = kind
            self.text = text
        }
    }
}
