/// What PostgreSQL says of a statement before running it.
public struct StatementDescription: Sendable, Equatable {
    /// A parameter's or column's type.
    public struct TypeName: Sendable, Equatable {
        /// The type's object id.
        public let oid: UInt32
        /// The type's SQL name, such as `timestamp with time zone`.
        public let name: String
    }

    /// A column of the result.
    public struct Column: Sendable, Equatable {
        /// The column's name.
        public let name: String
        /// The column's type.
        public let type: TypeName
    }

    /// The types of `$1`, `$2` and so on.
    public let parameters: [TypeName]
    /// The columns, none for a statement without a result.
    public let columns: [Column]
}
