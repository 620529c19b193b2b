import Redline

/// Something in an audit trail that is not as it was sealed.
public enum AuditBreak: Sendable, Equatable {
    /// A seal is not there.
    case sealMissing(Int)
    /// A seal is not what its own hash says.
    case sealChanged(Int)
    /// A seal does not hold the hash of the one before it.
    case sealUnlinked(Int)
    /// The list of a seal's entries is not there, and its week was not pruned.
    case listMissing(Int)
    /// The list of a seal's entries is not what was sealed.
    case listChanged(Int)
    /// A mark of a pruned week does not fit the seals of that week.
    case markWrong(Int)
    /// An entry is not there.
    case entryMissing(Int, seal: Int)
    /// An entry is not what was sealed.
    case entryChanged(Int, seal: Int)
    /// An entry that waits to be sealed is not what was recorded.
    case waitingEntryChanged(Int)
    /// An entry is in no seal.
    case entryInserted(Int)
    /// The trail ends before the seal of an anchor.
    case tailMissing(last: Int, anchor: AuditHead)
    /// A seal is another one than the anchor has.
    case anchorDiffers(AuditHead)
    /// An anchor is of another database.
    case anchorOfAnother(AuditHead)
}

extension AuditBreak: CustomStringConvertible {
    /// What is wrong, in a sentence.
    public var description: String {
        switch self {
        case .sealMissing(let number): "seal \(number) is missing"
        case .sealChanged(let number): "seal \(number) was changed"
        case .sealUnlinked(let number):
            "seal \(number) does not follow from the one before it, which was exchanged or removed"
        case .listMissing(let number): "the list of the entries of seal \(number) was removed"
        case .listChanged(let number): "the list of the entries of seal \(number) was changed"
        case .markWrong(let number):
            "seal \(number) marks a week as pruned, and does not fit the seals of that week"
        case .entryMissing(let id, let seal): "entry \(id) of seal \(seal) was removed"
        case .entryChanged(let id, let seal): "entry \(id) of seal \(seal) was changed"
        case .waitingEntryChanged(let id):
            "entry \(id), which is not sealed yet, was changed"
        case .entryInserted(let id): "entry \(id) is in no seal: it was put in"
        case .tailMissing(let last, let anchor):
            "the trail ends with seal \(last), and the anchor of \(anchor.sealedAt) has seal "
                + "\(anchor.number): the end was cut off"
        case .anchorDiffers(let anchor):
            "seal \(anchor.number) is not the one that the anchor of \(anchor.sealedAt) has: the "
                + "trail was rewritten"
        case .anchorOfAnother(let anchor):
            "the anchor of \(anchor.sealedAt) is of another database (\(anchor.installation))"
        }
    }

    /// Where it stands in the chain: the first break is the one with the least place.
    var place: (seal: Int, entry: Int) {
        switch self {
        case .sealMissing(let number), .sealChanged(let number), .sealUnlinked(let number),
            .listMissing(let number), .listChanged(let number), .markWrong(let number):
            (number, -1)
        case .entryMissing(let id, let seal), .entryChanged(let id, let seal): (seal, id)
        case .anchorDiffers(let anchor): (anchor.number, .max)
        case .tailMissing(let last, _): (last + 1, -1)
        case .waitingEntryChanged(let id), .entryInserted(let id): (.max, id)
        case .anchorOfAnother: (0, 0)
        }
    }
}
