/// The fields of an error or notice, as the protocol letters them.
///
/// libpq's own names for them are character macros, which Swift does not import.
enum DiagnosticField: Unicode.Scalar {
    case severity = "S"
    case severityInEnglish = "V"
    case sqlState = "C"
    case message = "M"
    case detail = "D"
    case hint = "H"
    case position = "P"
    case schema = "s"
    case table = "t"
    case column = "c"
    case constraint = "n"

    var code: Int32 { Int32(rawValue.value) }
}
