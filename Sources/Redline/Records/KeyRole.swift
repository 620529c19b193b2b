/// What the holder of a key may do.
public enum KeyRole: String, Sendable, CaseIterable {
    /// Record for any owner.
    case recorder
    /// Read and write one owner's records.
    case owner
    /// Read reports, without content.
    case analyst
    /// Read corrections and datasets.
    case miner
    /// Export, hold and erase what is kept on an owner; read the audit trail.
    case compliance
    /// Everything, and keys.
    case admin
}
