/// What kind of correction a change is: a property of the pair of values alone.
///
/// A modification has the first class that fits, in the order of the cases here; an addition is
/// ``missing``, a deletion ``spurious``. Source: the section Correction patterns of the metric
/// definitions.
public enum PatternClass: String, CaseIterable, Codable, Sendable {
    /// Null or blank before, a value after.
    case filled
    /// A value before, null or blank after.
    case cleared
    /// The JSON type changed.
    case type
    /// Only letter case changed.
    case `case`
    /// Only white space, and perhaps letter case, changed.
    case whitespace
    /// Only punctuation, and perhaps white space and letter case, changed.
    case punctuation
    /// The same number, written otherwise.
    case numberFormat = "number_format"
    /// The same day, written otherwise.
    case dateFormat = "date_format"
    /// Off by a power of ten.
    case decimalShift = "decimal_shift"
    /// The same number with the other sign.
    case sign
    /// Two neighbouring characters swapped.
    case transposition
    /// Damerau-Levenshtein distance at most 2, and at most a third of the longer length.
    case typo
    /// The original is a proper prefix or suffix of the correction.
    case truncation
    /// The correction is a proper substring of the original.
    case excess
    /// The same words in another order.
    case reorder
    /// Any other modification.
    case rewrite
    /// An addition: the original lacked it.
    case missing
    /// A deletion: the original should not have had it.
    case spurious
}
