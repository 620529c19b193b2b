/// How files are read that come from elsewhere.
public struct ImportSettings: Sendable {
    /// Where the owner stands in the source, as a path such as `metadata.customer`; where the source
    /// usually has it without one.
    public var ownerPath: String?
    /// Which member of the record each column of a CSV file becomes, by the column's name.
    public var members: [(column: String, member: String)]

    /// Makes settings.
    public init(ownerPath: String? = nil, members: [(column: String, member: String)] = []) {
        self.ownerPath = ownerPath
        self.members = members
    }
}
